namespace SamlSp.Directory;

/// <summary>When a session was last used, as stored.</summary>
internal sealed class SessionUseRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    /// <summary>The <see cref="SamlSp.AspNetCore.SessionReference"/>.</summary>
    public required string Reference { get; init; }

    public required DateTimeOffset UsedAt { get; init; }
}
