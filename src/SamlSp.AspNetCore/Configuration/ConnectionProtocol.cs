namespace SamlSp.AspNetCore;

/// <summary>A sign-in protocol.</summary>
public enum ConnectionProtocol
{
    /// <summary>SAML 2.0.</summary>
    Saml2,

    /// <summary>OpenID Connect 1.0, code flow with PKCE.</summary>
    OpenIdConnect,
}
