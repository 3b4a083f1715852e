namespace SamlSp.Protocol;

/// <summary>Top-level status codes (SAML Core 3.2.2.2).</summary>
public static class StatusUris
{
    /// <summary>The request succeeded.</summary>
    public const string Success = "urn:oasis:names:tc:SAML:2.0:status:Success";

    /// <summary>The requester erred.</summary>
    public const string Requester = "urn:oasis:names:tc:SAML:2.0:status:Requester";

    /// <summary>The responder erred.</summary>
    public const string Responder = "urn:oasis:names:tc:SAML:2.0:status:Responder";

    /// <summary>Not all participants could be logged out (nested).</summary>
    public const string PartialLogout = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";
}
