namespace SamlSp.EntraSandbox;

/// <summary>
/// What the tenant does as an OpenID Connect identity provider that Entra does not, for tests of an application against others. By default,
/// it does what Entra does.
/// </summary>
public sealed class SandboxOpenIdOptions
{
    /// <summary>
    /// Whether the issuer is the address of the sandbox, as with other identity providers, and tokens have no <c>tid</c> and <c>oid</c>.
    /// Default false: the issuer is Entra's, and applications take the tenant for Entra.
    /// </summary>
    public bool OwnIssuer { get; set; }

    /// <summary>Whether e-mail and names are at the userinfo endpoint only. Default false.</summary>
    public bool ClaimsAtUserInfoOnly { get; set; }

    /// <summary>Whether the subject at the userinfo endpoint is another user's. Default false.</summary>
    public bool OtherSubjectAtUserInfo { get; set; }

    /// <summary>Whether requests can be pushed (PAR, RFC 9126). Default false.</summary>
    public bool PushedRequests { get; set; }

    /// <summary>Whether requests must be pushed. Default false.</summary>
    public bool RequirePushedRequests { get; set; }

    /// <summary>Whether requests can be signed (JAR, RFC 9101), by the certificates of the app registration. Default false.</summary>
    public bool SignedRequests { get; set; }

    /// <summary>Whether requests must be signed. Default false.</summary>
    public bool RequireSignedRequests { get; set; }

    /// <summary>Creates the handler for logout tokens, which are posted to <see cref="SandboxClient.BackchannelLogoutUrl"/>; null for the
    /// network.</summary>
    public Func<HttpMessageHandler>? BackchannelHandler { get; set; }
}
