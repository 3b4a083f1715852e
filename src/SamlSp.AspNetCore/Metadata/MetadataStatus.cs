namespace SamlSp.AspNetCore;

/// <summary>The state of the metadata of an organization. Immutable; replaced as a whole after each reading.</summary>
internal sealed record MetadataStatus
{
    /// <summary>When the metadata in use was read, UTC.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Whether it is the last known good metadata from the store, because it could not be read at start.</summary>
    public bool IsLastKnownGood { get; init; }

    /// <summary>When it will be read again, UTC.</summary>
    public DateTimeOffset NextReadAt { get; init; }

    /// <summary>The error of the last reading; null if it succeeded.</summary>
    public string? LastError { get; init; }

    /// <summary>The instant since which readings have failed, UTC; null while they succeed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>The number of readings that failed in a row.</summary>
    public int Failures { get; init; }

    /// <summary>The last change of the signing keys, UTC; null if none was seen.</summary>
    public DateTimeOffset? KeysChangedAt { get; init; }
}
