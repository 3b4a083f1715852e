using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol;

/// <summary>What this service provider publishes about itself (SAML Metadata 2.4.4).</summary>
public sealed record ServiceProviderMetadata
{
    /// <summary>The entity ID.</summary>
    public required string EntityId { get; init; }

    /// <summary>The assertion consumer service URL (HTTP-POST).</summary>
    public required string AssertionConsumerServiceUrl { get; init; }

    /// <summary>Assertion consumer service URLs of further addresses. The one above is the default.</summary>
    public IReadOnlyList<string> AdditionalAssertionConsumerServiceUrls { get; init; } = [];

    /// <summary>The single logout URL, for HTTP-Redirect and HTTP-POST; null publishes none.</summary>
    public string? SingleLogoutUrl { get; init; }

    /// <summary>Single logout URLs of further addresses.</summary>
    public IReadOnlyList<string> AdditionalSingleLogoutUrls { get; init; } = [];

    /// <summary>Certificates that requests are signed with, present and next.</summary>
    public IReadOnlyList<X509Certificate2> SigningCertificates { get; init; } = [];

    /// <summary>
    /// Certificates that assertions may be encrypted for. Those without an RSA key are passed over: keys are transported by RSA-OAEP only.
    /// </summary>
    public IReadOnlyList<X509Certificate2> EncryptionCertificates { get; init; } = [];

    /// <summary>
    /// Whether keys may be transported by RSA-OAEP with the digest SHA-256 and MGF1 with SHA-1, besides SHA-1 for both
    /// (<see cref="DecryptionKey.SupportsMixedOaep"/>).
    /// </summary>
    public bool SupportsMixedOaep { get; init; }

    /// <summary>Whether AuthnRequests are signed.</summary>
    public bool AuthnRequestsSigned { get; init; }

    /// <summary>NameID formats, by URI, most wanted first.</summary>
    public IReadOnlyList<string> NameIdFormats { get; init; } = [];

    /// <summary>The organization that runs the service; null publishes none.</summary>
    public MetadataOrganization? Organization { get; init; }

    /// <summary>Whom to contact.</summary>
    public IReadOnlyList<MetadataContact> Contacts { get; init; } = [];

    /// <summary>The attributes that the service asks for; empty publishes no AttributeConsumingService.</summary>
    public IReadOnlyList<AttributeRequest> RequestedAttributes { get; init; } = [];

    /// <summary>The name of the service, for users who are asked to release the attributes. Default: the entity ID.</summary>
    public string? ServiceName { get; init; }

    /// <summary>How long a reader may keep the document before it reads it again; null does not say.</summary>
    public TimeSpan? CacheDuration { get; init; }

    /// <summary>The instant after which the document must not be used, UTC; null does not say.</summary>
    public DateTimeOffset? ValidUntil { get; init; }

    /// <summary>Writes the document in UTF-8, signed when <paramref name="key"/> is given.</summary>
    /// <exception cref="ArgumentException">The entity ID or the assertion consumer service URL is empty, or a value holds a character that
    /// XML cannot.</exception>
    public byte[] ToXml(SigningKey? key)
    {
        MessageWriter.Require(EntityId, nameof(EntityId));
        MessageWriter.Require(AssertionConsumerServiceUrl, nameof(AssertionConsumerServiceUrl));
        var xml = SpMetadataWriter.Write(this);
        return key is null ? xml : EnvelopedSigner.Sign(xml, SpMetadataWriter.IdOf(EntityId), key);
    }
}
