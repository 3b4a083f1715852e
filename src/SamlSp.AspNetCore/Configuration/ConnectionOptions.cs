namespace SamlSp.AspNetCore;

/// <summary>How an organization's people sign in.</summary>
public sealed class ConnectionOptions
{
    /// <summary>The protocol. Default SAML 2.0.</summary>
    public ConnectionProtocol Protocol { get; set; }

    /// <summary>Whether people can sign in by it. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Address of the identity provider's metadata; read at start, and hourly from then on.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>A file with the identity provider's metadata; a relative path starts at the content root.</summary>
    public string? MetadataFile { get; set; }

    /// <summary>The identity provider's metadata itself, as it was uploaded; it stays as it is until somebody uploads another.</summary>
    public string? Metadata { get; set; }

    /// <summary>
    /// Certificates that the metadata must be signed with, by one of them: each a PEM text, or a file that holds one. Empty (the default):
    /// the metadata's signature is not asked, and the transport is trusted.
    /// </summary>
    public IList<string> MetadataSigningCertificates { get; set; } = [];

    /// <summary>The entity ID wanted, where the metadata holds several; otherwise checked against the metadata when set.</summary>
    public string? EntityId { get; set; }

    /// <summary>
    /// Whether a response that answers no request is accepted (a tile in My Apps). Off by default: it lets somebody sign a victim's browser
    /// in as somebody else (login CSRF).
    /// </summary>
    public bool AllowUnsolicited { get; set; }

    /// <summary>Whether AuthnRequests are signed. Default: when the identity provider's metadata asks for it.</summary>
    public bool? SignRequests { get; set; }

    /// <summary>
    /// Unsafe: accept signatures by certificates that have expired. Entra's gallery demands that they are refused. Default false.
    /// </summary>
    public bool AllowExpiredCertificates { get; set; }

    /// <summary>
    /// Whether an unsigned Response may lack its Destination, as PingFederate sends it when only the assertion is signed. The Recipient,
    /// which is signed, is still required. Default false.
    /// </summary>
    public bool AllowMissingDestination { get; set; }

    /// <summary>The NameIDPolicy's Format in requests; null sends none, and Entra uses what its portal says.</summary>
    public string? NameIdFormat { get; set; }

    /// <summary>
    /// OpenID Connect: the issuer. Discovery from it fills every address that is left out. It can itself be left out where the
    /// authorization URL is Entra's.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>OpenID Connect: where browsers are sent to sign in. Default: as discovered.</summary>
    public string? AuthorizationUrl { get; set; }

    /// <summary>OpenID Connect: where codes are redeemed. Default: as discovered.</summary>
    public string? TokenUrl { get; set; }

    /// <summary>OpenID Connect: where the signing keys are. Default: as discovered.</summary>
    public string? JwksUrl { get; set; }

    /// <summary>OpenID Connect: where browsers are sent to sign out. Default: as discovered.</summary>
    public string? EndSessionUrl { get; set; }

    /// <summary>OpenID Connect: this service's client ID at the identity provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>OpenID Connect: the client secret, sent in the body of the token request.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// OpenID Connect: the day on which the client secret expires. Sign-in stops on that day, so that a warning is given in the 30 days
    /// before it. Default null: nobody warns.
    /// </summary>
    public DateOnly? ClientSecretExpires { get; set; }

    /// <summary>OpenID Connect: scopes that are asked for besides <c>openid</c>. Default <c>profile</c> and <c>email</c>.</summary>
    public IList<string>? Scopes { get; set; }
}
