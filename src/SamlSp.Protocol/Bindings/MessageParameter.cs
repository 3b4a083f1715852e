namespace SamlSp.Protocol;

/// <summary>The parameter that a message travels in (SAML Bindings 3.4, 3.5).</summary>
public enum MessageParameter
{
    /// <summary><c>SAMLRequest</c>.</summary>
    SAMLRequest,

    /// <summary><c>SAMLResponse</c>.</summary>
    SAMLResponse,
}
