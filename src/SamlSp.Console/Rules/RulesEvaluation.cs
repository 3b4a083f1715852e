using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>The result of rules for a sample user, or the errors in the rules.</summary>
internal sealed record RulesEvaluation
{
    /// <summary>Errors in the rules. If there are any, there is no result.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The result for the sample.</summary>
    public SignInIdentityResult? Result { get; init; }

    /// <summary>The input.</summary>
    public AssertedClaims? Sample { get; init; }
}
