namespace SamlSp.EntraSandbox;

/// <summary>
/// An error with Entra's text: <c>AADSTS</c>, a number, and a sentence. The numbers are those of Entra's documentation.
/// </summary>
internal sealed record AadStsError(string Code, string Text)
{
    public static readonly AadStsError NoMessage = new(
        "AADSTS750054",
        "SAMLRequest or SAMLResponse must be present as query string parameters in HTTP request for SAML Redirect binding."
    );
    public static readonly AadStsError LogoutWithoutNameId = new("AADSTS7500530", "SAML NameId cannot be null in a logout request.");
    public static readonly AadStsError NoSession = new("AADSTS50058", "A silent sign-in request was sent but no user is signed in.");
    public static readonly AadStsError NoEncryptionCertificate = new(
        "AADSTS50007",
        "Partner encryption certificate was not found for this app."
    );
    public static readonly AadStsError ResponseBinding = new(
        "AADSTS75003",
        "The response binding of the request is not supported: responses are sent by HTTP-POST only."
    );

    /// <summary>The text in the failure Response, and in the log of an app.</summary>
    public string Message => $"{Code}: {Text}";

    public static AadStsError InvalidMessage(string why) =>
        new("AADSTS75005", "The request is not a valid SAML 2.0 protocol message. " + why);

    public static AadStsError InvalidId(string? id) =>
        new("AADSTS7500529", $"The value '{id}' is not a valid SAML ID. The ID must not begin with a number.");

    public static AadStsError UnknownTenant(string? tenant) => new("AADSTS90002", $"Tenant '{tenant}' not found.");

    public static AadStsError UnknownApp(string? issuer) =>
        new("AADSTS700016", $"Application with identifier '{issuer}' was not found in the directory.");

    public static AadStsError UnknownReplyUrl(string url, string app) =>
        new(
            "AADSTS50011",
            $"The redirect URI '{url}' specified in the request does not match the redirect URIs configured for the application '{app}'."
        );

    public static AadStsError UnsupportedProperty(string property) =>
        new("AADSTS900236", $"The SAML authentication request property '{property}' is not supported and must not be set.");

    public static AadStsError UnsupportedRequirement(string property) =>
        new("AADSTS90011", $"The SAML authentication request property '{property}' is not supported.");

    public static AadStsError InvalidNameIdPolicy(string format) =>
        new("AADSTS75016", $"SAML2 authentication request has an invalid NameIdPolicy: '{format}'.");

    public static AadStsError AuthnContextMismatch(string wanted) =>
        new(
            "AADSTS75011",
            "Authentication method 'Password' by which the user authenticated with the service doesn't match requested "
                + $"authentication method '{wanted}'."
        );
}
