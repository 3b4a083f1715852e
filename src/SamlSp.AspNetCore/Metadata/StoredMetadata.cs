namespace SamlSp.AspNetCore;

/// <summary>The metadata of an identity provider as it was last read and found good.</summary>
internal sealed record StoredMetadata
{
    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>Where it came from: a URL, or the file or source that it was read from. It is good for nothing else.</summary>
    public required string Source { get; init; }

    /// <summary>The document, UTF-8.</summary>
    public required byte[] Document { get; init; }

    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>SHA-256 thumbprints of its signing certificates, in hexadecimal, in order.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Thumbprints of certificates that were there once and were withdrawn, the newest 50.</summary>
    public IReadOnlyList<string> WithdrawnKeys { get; init; } = [];

    /// <summary>When the keys last changed, UTC; null when that has not happened yet.</summary>
    public DateTimeOffset? KeysChangedAt { get; init; }
}
