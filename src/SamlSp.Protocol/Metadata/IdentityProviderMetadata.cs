using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>
/// What an IDPSSODescriptor says (SAML Metadata 2.4.3). Only https endpoints are kept, and http ones on loopback hosts; without user
/// information or a fragment.
/// </summary>
public sealed record IdentityProviderMetadata
{
    /// <summary>The entity ID.</summary>
    public required string EntityId { get; init; }

    /// <summary>Single sign-on endpoints, in document order.</summary>
    public required IReadOnlyList<MetadataEndpoint> SingleSignOnServices { get; init; }

    /// <summary>Single logout endpoints, in document order; may be empty.</summary>
    public required IReadOnlyList<MetadataEndpoint> SingleLogoutServices { get; init; }

    /// <summary>
    /// Certificates of KeyDescriptors for signing, those without <c>use</c> included; without duplicates and without keys that are neither
    /// RSA nor ECDSA.
    /// </summary>
    public required IReadOnlyList<X509Certificate2> SigningCertificates { get; init; }

    /// <summary>What was passed over although the document is usable, such as a certificate that cannot be read: a sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>WantAuthnRequestsSigned; false when absent.</summary>
    public bool WantAuthnRequestsSigned { get; init; }

    /// <summary>The document's validUntil, UTC; null when absent.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>The document's cacheDuration; null when absent.</summary>
    public TimeSpan? CacheDuration { get; init; }

    /// <summary>
    /// Reads a metadata document: an EntityDescriptor, or an EntitiesDescriptor that holds exactly one identity provider (or the one named
    /// <paramref name="entityId"/>). Several IDPSSODescriptors of the entity are read as one. Comments and processing instructions are
    /// dropped.
    /// </summary>
    /// <param name="bytes">The document, at most 4 MiB, in UTF-8, UTF-16, US-ASCII or ISO-8859-1.</param>
    /// <param name="entityId">The entity wanted; null when there is only one.</param>
    /// <param name="metadata">The result.</param>
    /// <param name="error">Why it could not be read, a sentence for an administrator.</param>
    public static bool TryRead(
        ReadOnlySpan<byte> bytes,
        string? entityId,
        [NotNullWhen(true)] out IdentityProviderMetadata? metadata,
        [NotNullWhen(false)] out string? error
    )
    {
        error = IdpMetadataReader.Read(bytes, entityId, out metadata);
        return metadata is not null;
    }

    /// <summary>
    /// Reads a metadata document that must be signed by one of <paramref name="keys"/>, from the bytes that were signed and from nothing
    /// else (SAML Metadata 3). The document's own KeyInfo is not looked at.
    /// </summary>
    /// <param name="bytes">The document, at most 4 MiB, in UTF-8, UTF-16, US-ASCII or ISO-8859-1.</param>
    /// <param name="entityId">The entity wanted; null when there is only one.</param>
    /// <param name="keys">The pinned keys; none refuses everything.</param>
    /// <param name="clock">The instant to judge the keys' certificates at.</param>
    /// <param name="metadata">The result.</param>
    /// <param name="error">Why it could not be read or was not signed, a sentence for an administrator.</param>
    public static bool TryReadSigned(
        ReadOnlySpan<byte> bytes,
        string? entityId,
        IReadOnlyList<VerificationKey> keys,
        TimeProvider clock,
        [NotNullWhen(true)] out IdentityProviderMetadata? metadata,
        [NotNullWhen(false)] out string? error
    )
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(clock);
        error = IdpMetadataReader.ReadSigned(bytes, entityId, keys, clock.GetUtcNow(), out metadata);
        return metadata is not null;
    }
}
