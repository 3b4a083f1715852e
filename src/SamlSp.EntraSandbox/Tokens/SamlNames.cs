namespace SamlSp.EntraSandbox;

/// <summary>Namespaces and URIs of SAML and of Entra's claims.</summary>
internal static class SamlNames
{
    public const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion";
    public const string Protocol = "urn:oasis:names:tc:SAML:2.0:protocol";
    public const string Metadata = "urn:oasis:names:tc:SAML:2.0:metadata";
    public const string Signature = "http://www.w3.org/2000/09/xmldsig#";
    public const string Encryption = "http://www.w3.org/2001/04/xmlenc#";

    public const string Bearer = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
    public const string HolderOfKey = "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key";
    public const string PasswordClass = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password";
    public const string NoPassive = "urn:oasis:names:tc:SAML:2.0:status:NoPassive";
    public const string RequestUnsupported = "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported";

    public const string TenantId = "http://schemas.microsoft.com/identity/claims/tenantid";
    public const string ObjectId = "http://schemas.microsoft.com/identity/claims/objectidentifier";
    public const string DisplayName = "http://schemas.microsoft.com/identity/claims/displayname";
    public const string IdentityProvider = "http://schemas.microsoft.com/identity/claims/identityprovider";
    public const string Acct = "http://schemas.microsoft.com/identity/claims/acct";
    public const string Groups = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups";
    public const string GroupsLink = "http://schemas.microsoft.com/claims/groups.link";
    public const string AuthnMethods = "http://schemas.microsoft.com/claims/authnmethodsreferences";
    public const string PasswordMethod = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password";
    public const string PasskeyMethod = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/fido";
    public const string MultipleAuthn = "http://schemas.microsoft.com/claims/multipleauthn";
    public const string Name = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";
    public const string EmailAddress = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
    public const string GivenName = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname";
    public const string Surname = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname";
}
