namespace SamlSp.Directory;

/// <summary>How far the changes of an organization's tenant were read, as stored.</summary>
internal sealed class GraphWatchRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    /// <summary>The link to go on with; null to start anew.</summary>
    public string? Link { get; init; }

    /// <summary>When the next node may read on, UTC.</summary>
    public required DateTimeOffset NextAt { get; init; }
}
