namespace SamlSp.AspNetCore;

/// <summary>How the users of an organization sign in.</summary>
public sealed class SamlSpConnectionOptions
{
    /// <summary>The protocol. Default SAML 2.0.</summary>
    public ConnectionProtocol Protocol { get; set; }

    /// <summary>Whether users can sign in with it. Default true.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>The address of the identity provider's metadata. It is read at start, and then every hour.</summary>
    public string? MetadataUrl { get; set; }

    /// <summary>A file with the identity provider's metadata; a relative path starts at the content root.</summary>
    public string? MetadataFile { get; set; }

    /// <summary>The identity provider's metadata itself, as it was uploaded. It is used until another document is uploaded.</summary>
    public string? Metadata { get; set; }

    /// <summary>
    /// Certificates that the metadata must be signed with, by one of them. Each is a PEM text, or a file that holds one. Empty (the
    /// default): the signature of the metadata is not checked, and the transport is trusted.
    /// </summary>
    public IList<string> MetadataSigningCertificates { get; set; } = [];

    /// <summary>
    /// The entity ID. Selects the entity if the metadata holds several; otherwise it must be the one of the metadata. Null: not checked.
    /// </summary>
    public string? EntityId { get; set; }

    /// <summary>
    /// Whether a response without a request is accepted (a tile in My Apps). Off by default: an attacker can sign the browser of a victim
    /// in to the attacker's account (login CSRF).
    /// </summary>
    public bool AllowUnsolicited { get; set; }

    /// <summary>
    /// Whether requests are signed: the AuthnRequest of SAML, or the authorization request of OpenID Connect (JAR, RFC 9101). Default: when
    /// the identity provider's metadata, or its discovery document, asks for it; by OpenID Connect also with
    /// <see cref="ClientAuthenticationMethod.PrivateKeyJwt"/> where the discovery document offers it.
    /// </summary>
    public bool? SignRequests { get; set; }

    /// <summary>
    /// Whether signing out here signs the user out at the identity provider as well. Default true. A logout that the identity provider asks
    /// for is answered in any case.
    /// </summary>
    public bool SendLogoutRequests { get; set; } = true;

    /// <summary>
    /// Unsafe: accepts signatures whose certificate has expired. Entra's app gallery demands that they are refused. Default false.
    /// </summary>
    public bool AllowExpiredCertificates { get; set; }

    /// <summary>
    /// Whether an unsigned Response may lack its Destination, as PingFederate sends it when only the assertion is signed. The Recipient,
    /// which is signed, is still required. Default false.
    /// </summary>
    public bool AllowMissingDestination { get; set; }

    /// <summary>The Format of NameIDPolicy in requests. Null: none is sent, and Entra uses the setting of its portal.</summary>
    public string? NameIdFormat { get; set; }

    /// <summary>
    /// Contexts of the identity provider that stand for several factors: AuthnContextClassRef, or <c>acr</c> values, or at Entra by OpenID
    /// Connect authentication contexts (<c>c1</c>). Where several factors are required, they are asked for, and one of them proves it.
    /// Default: none is asked for, and <c>multipleauthn</c> or <c>mfa</c> proves it.
    /// </summary>
    public IList<string> MultiFactorContexts { get; set; } = [];

    /// <summary>
    /// Contexts of the identity provider that stand for a phishing-resistant method, like <see cref="MultiFactorContexts"/>. Default: none.
    /// </summary>
    public IList<string> PhishingResistantContexts { get; set; } = [];

    /// <summary>
    /// Further values of <c>amr</c> or <c>authnmethodsreferences</c> that prove a phishing-resistant method, besides <c>fido</c> and
    /// <c>sc</c>. Of an address, its last part is compared as well.
    /// </summary>
    public IList<string> PhishingResistantMethods { get; set; } = [];

    /// <summary>
    /// OpenID Connect: the issuer. Addresses that are not set come from its discovery document. The issuer itself can be left out if the
    /// authorization URL is Entra's.
    /// </summary>
    public string? Issuer { get; set; }

    /// <summary>OpenID Connect: the address for sign-in. Default: from discovery.</summary>
    public string? AuthorizationUrl { get; set; }

    /// <summary>OpenID Connect: the address where codes are redeemed. Default: from discovery.</summary>
    public string? TokenUrl { get; set; }

    /// <summary>OpenID Connect: the address of the signing keys. Default: from discovery.</summary>
    public string? JwksUrl { get; set; }

    /// <summary>OpenID Connect: the address for sign-out. Default: from discovery.</summary>
    public string? EndSessionUrl { get; set; }

    /// <summary>OpenID Connect: this service's client ID at the identity provider.</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// OpenID Connect: how this service proves at the token endpoint that it is the client. Default <c>ClientSecret</c>. With
    /// <c>PrivateKeyJwt</c>, it signs with its own key (<see cref="SamlSpOptions.Certificates"/>).
    /// </summary>
    public ClientAuthenticationMethod ClientAuthentication { get; set; }

    /// <summary>
    /// OpenID Connect: what <c>aud</c> of a client assertion is, with <c>PrivateKeyJwt</c>. Default <c>Endpoint</c>, as Entra wants it.
    /// </summary>
    public ClientAssertionAudience ClientAssertionAudience { get; set; }

    /// <summary>
    /// OpenID Connect: the file with the token of the platform, with <c>FederatedToken</c>, such as
    /// <c>/var/run/secrets/azure/tokens/azure-identity-token</c>. It is read for each use. Only the server's configuration may name it.
    /// </summary>
    public string? FederatedTokenFile { get; set; }

    /// <summary>OpenID Connect: the client secret, sent in the body of the token request.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// OpenID Connect: the day on which the client secret expires. Sign-in stops on that day; a warning is logged in the 30 days before it.
    /// Default null: there is no warning.
    /// </summary>
    public DateOnly? ClientSecretExpires { get; set; }

    /// <summary>OpenID Connect: scopes that are asked for besides <c>openid</c>. Default <c>profile</c> and <c>email</c>.</summary>
    public IList<string>? Scopes { get; set; }

    /// <summary>
    /// OpenID Connect: whether requests have a proof key (PKCE, RFC 7636). Default true. Set to false only for an identity provider that
    /// refuses requests with one: a stolen code is then protected by the client secret and the nonce alone.
    /// </summary>
    public bool UsePkce { get; set; } = true;

    /// <summary>
    /// Microsoft Graph of the organization's tenant. Null (the default): it is not asked, and users who are in too many groups for the
    /// token have no roles by groups.
    /// </summary>
    public GraphOptions? Graph { get; set; }

    /// <summary>
    /// OpenID Connect: whether a new authentication is asked for by <c>max_age=0</c> besides <c>prompt=login</c>. Default true. Set to
    /// false for an identity provider that refuses <c>max_age=0</c>. Its ID tokens must have <c>auth_time</c> all the same.
    /// </summary>
    public bool UseMaxAge { get; set; } = true;

    /// <summary>
    /// OpenID Connect: whether requests are pushed to the identity provider (PAR, RFC 9126). Default: where its discovery document has an
    /// endpoint for it.
    /// </summary>
    public PushedAuthorizationBehavior PushedAuthorization { get; set; }

    /// <summary>
    /// OpenID Connect: whether the userinfo endpoint is asked for an e-mail address or a name that the ID token does not have. Default
    /// true. Entra is not asked.
    /// </summary>
    public bool UseUserInfo { get; set; } = true;

    /// <summary>The settings that need a key of our own.</summary>
    internal IEnumerable<string> NeedsOfKey()
    {
        if (SignRequests == true)
        {
            yield return nameof(SignRequests);
        }

        if (ClientAuthentication == ClientAuthenticationMethod.PrivateKeyJwt)
        {
            yield return nameof(ClientAuthentication);
        }

        if (Graph?.ClientAuthentication == ClientAuthenticationMethod.PrivateKeyJwt)
        {
            yield return $"{nameof(Graph)}:{nameof(Graph.ClientAuthentication)}";
        }
    }
}
