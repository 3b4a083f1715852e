namespace SamlSp.Protocol;

/// <summary>URIs of the bindings (SAML Bindings 3).</summary>
public static class BindingUris
{
    /// <summary>HTTP-Redirect.</summary>
    public const string Redirect = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

    /// <summary>HTTP-POST.</summary>
    public const string Post = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
}
