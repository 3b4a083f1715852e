using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>What rules give for somebody: who it would be, or what is wrong.</summary>
internal sealed record RulesEvaluation
{
    /// <summary>Mistakes in the rules; then there is nothing else.</summary>
    public IReadOnlyList<string> Errors { get; init; } = [];

    /// <summary>The result for the sample.</summary>
    public IdentityResult? Result { get; init; }

    /// <summary>What was put in.</summary>
    public AssertedClaims? Sample { get; init; }
}
