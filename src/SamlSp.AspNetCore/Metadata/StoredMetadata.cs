namespace SamlSp.AspNetCore;

/// <summary>The last known good metadata of an identity provider.</summary>
internal sealed record StoredMetadata
{
    /// <summary>The organization's name.</summary>
    public required string Organization { get; init; }

    /// <summary>The source: a URL, or the file or service that it was read from. It is used for this source only.</summary>
    public required string Source { get; init; }

    /// <summary>The document, UTF-8.</summary>
    public required byte[] Document { get; init; }

    /// <summary>When it was read, UTC.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>SHA-256 thumbprints of its signing certificates, in hexadecimal, in order.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>Thumbprints of certificates that were withdrawn, the newest 50.</summary>
    public IReadOnlyList<string> WithdrawnKeys { get; init; } = [];

    /// <summary>The last change of the keys, UTC; null if there was none.</summary>
    public DateTimeOffset? KeysChangedAt { get; init; }
}
