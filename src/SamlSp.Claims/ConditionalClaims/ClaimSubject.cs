namespace SamlSp.Claims;

/// <summary>The user that claim rules are evaluated for.</summary>
public sealed record ClaimSubject
{
    /// <summary>What kind of user it is.</summary>
    public required UserType UserType { get; init; }

    /// <summary>Object IDs of the user's groups.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The user's attributes by name (<c>user.mail</c>), found in any case.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Attributes { get; init; }

    /// <summary>Shared by all claims of one sign-in.</summary>
    internal RegexBudget Budget { get; init; } = new(ExpressionLimits.RulesRegexes, TimeProvider.System);
}
