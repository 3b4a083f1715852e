namespace SamlSp.AspNetCore;

/// <summary>How an organization's people sign in.</summary>
public sealed class ConnectionOptions
{
    /// <summary>The protocol. Default SAML 2.0.</summary>
    public ConnectionProtocol Protocol { get; set; }

    /// <summary>Address of the identity provider's metadata; read at start, and hourly from then on.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>A file with the identity provider's metadata; a relative path starts at the content root.</summary>
    public string? MetadataFile { get; set; }

    /// <summary>
    /// Certificates that the metadata must be signed with, by one of them: each a PEM text, or a file that holds one. Empty (the default): the metadata's signature is not asked, and the
    /// transport is trusted.
    /// </summary>
    public IList<string> MetadataSigningCertificates { get; set; } = [];

    /// <summary>The entity ID wanted, where the metadata holds several; otherwise checked against the metadata when set.</summary>
    public string? EntityId { get; set; }

    /// <summary>
    /// Whether a response that answers no request is accepted (a tile in My Apps). Off by default: it lets somebody sign a victim's browser in as
    /// somebody else (login CSRF).
    /// </summary>
    public bool AllowUnsolicited { get; set; }

    /// <summary>Whether AuthnRequests are signed. Default: when the identity provider's metadata asks for it.</summary>
    public bool? SignRequests { get; set; }

    /// <summary>Unsafe: accept signatures by certificates that have expired. Entra's gallery demands that they are refused. Default false.</summary>
    public bool AllowExpiredCertificates { get; set; }

    /// <summary>The NameIDPolicy's Format in requests; null sends none, and Entra uses what its portal says.</summary>
    public string? NameIdFormat { get; set; }
}
