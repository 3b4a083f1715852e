namespace SamlSp.Protocol;

/// <summary>URIs of the NameID formats (SAML Core 8.3) that Entra knows.</summary>
public static class NameIdFormats
{
    /// <summary>An e-mail address.</summary>
    public const string EmailAddress = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";

    /// <summary>The identity provider chooses the format.</summary>
    public const string Unspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";

    /// <summary>An opaque identifier that stays the same, at Entra for each pair of user and app.</summary>
    public const string Persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";

    /// <summary>A new identifier for each sign-in.</summary>
    public const string Transient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";
}
