namespace SamlSp.AspNetCore;

/// <summary>A sign-in protocol.</summary>
public enum ConnectionProtocol
{
    /// <summary>SAML 2.0.</summary>
    Saml2,
}
