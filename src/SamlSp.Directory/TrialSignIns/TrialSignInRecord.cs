using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>A sign-in by which an owner tried settings.</summary>
internal sealed record TrialSignInRecord
{
    /// <summary>The ID.</summary>
    public required string Id { get; init; }

    /// <summary>Who tried.</summary>
    public required string Actor { get; init; }

    /// <summary>When it was started, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The settings that were tried, without secrets.</summary>
    public required OrganizationOptions Settings { get; init; }

    /// <summary>What became of it; null while nobody has come back.</summary>
    public TrialSignInResult? Result { get; init; }

    /// <summary>Until when the settings can be saved as tried, UTC.</summary>
    public required DateTimeOffset SavableUntil { get; init; }
}
