namespace SamlSp.Claims;

/// <summary>
/// What an expression may cost at most. The text's limit is Entra's own; the others keep a hostile input from running away.
/// </summary>
internal static class ExpressionLimits
{
    public const int TextLength = 10_000;
    public const int Depth = 64;

    /// <summary>The longest expression, in characters, whose steps a sign-in's trace shows.</summary>
    public const int ExplainedLength = 1_000;

    public const int ValueLength = 100_000;
    public const int ListCount = 10_000;

    /// <summary>
    /// What is built at most, in characters, before it is held against <see cref="ValueLength"/>; and all values of a claim together.
    /// </summary>
    public const int BuiltLength = 1_000_000;
    public const int PatternLength = 2_000;

    /// <summary>For all regular expressions of one evaluation together.</summary>
    public static readonly TimeSpan Regexes = TimeSpan.FromMilliseconds(250);

    /// <summary>The same for the claim rules of one sign-in.</summary>
    public static readonly TimeSpan RulesRegexes = TimeSpan.FromSeconds(1);
}
