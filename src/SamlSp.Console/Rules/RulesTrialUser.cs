using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>A user for whom other settings would change something.</summary>
internal sealed record RulesTrialUser
{
    /// <summary>The display name, or the NameID.</summary>
    public required string Name { get; init; }

    /// <summary>The ID of the user record; null when there is none yet.</summary>
    public string? UserId { get; init; }

    /// <summary>Whether it is the user who saves.</summary>
    public required bool IsSelf { get; init; }

    /// <summary>What would change.</summary>
    public required RulesTrialOutcome Outcome { get; init; }

    /// <summary>The NameID of the last accepted sign-in.</summary>
    public required string NameId { get; init; }

    /// <summary>The org unit with the settings in use.</summary>
    public required string OrgUnitPath { get; init; }

    /// <summary>The result with the other settings, with its steps.</summary>
    public required SignInIdentityResult After { get; init; }

    /// <summary>The code of the refusal; null for none.</summary>
    public string? Code { get; init; }

    /// <summary>The reason for the refusal; null for none.</summary>
    public string? Reason { get; init; }

    /// <summary>The policy of the org unit that the user would be moved to.</summary>
    public SessionPolicy? Policy { get; init; }
}
