namespace SamlSp.AspNetCore;

/// <summary>How it stands with an organization's metadata. Immutable; exchanged as a whole after each reading.</summary>
internal sealed record MetadataStatus
{
    /// <summary>When the metadata in use was read, UTC.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Whether it came out of the store because it could not be read at start.</summary>
    public bool IsLastKnownGood { get; init; }

    /// <summary>When it will be read again, UTC.</summary>
    public DateTimeOffset NextReadAt { get; init; }

    /// <summary>Why the last reading failed; null when it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>Since when readings have failed, UTC; null while they succeed.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>How many readings have failed one after the other.</summary>
    public int Failures { get; init; }

    /// <summary>When the signing keys last changed, UTC; null when that has not happened since they are watched.</summary>
    public DateTimeOffset? KeysChangedAt { get; init; }
}
