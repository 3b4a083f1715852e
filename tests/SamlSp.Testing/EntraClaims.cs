namespace SamlSp.Testing;

/// <summary>The attribute names that Entra emits.</summary>
public static class EntraClaims
{
    /// <summary>tenantid.</summary>
    public const string TenantId = "http://schemas.microsoft.com/identity/claims/tenantid";

    /// <summary>objectidentifier.</summary>
    public const string ObjectId = "http://schemas.microsoft.com/identity/claims/objectidentifier";

    /// <summary>displayname.</summary>
    public const string DisplayName = "http://schemas.microsoft.com/identity/claims/displayname";

    /// <summary>identityprovider.</summary>
    public const string IdentityProvider = "http://schemas.microsoft.com/identity/claims/identityprovider";

    /// <summary>acct: 0 member, 1 guest; only when the app asks for it.</summary>
    public const string Acct = "http://schemas.microsoft.com/identity/claims/acct";

    /// <summary>groups.</summary>
    public const string Groups = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups";

    /// <summary>role: app roles.</summary>
    public const string Role = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

    /// <summary>authnmethodsreferences.</summary>
    public const string AuthnMethods = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    /// <summary>groups.link, sent in place of too many groups.</summary>
    public const string GroupsLink = "http://schemas.microsoft.com/claims/groups.link";

    /// <summary>name.</summary>
    public const string Name = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";

    /// <summary>emailaddress.</summary>
    public const string EmailAddress = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";

    /// <summary>givenname.</summary>
    public const string GivenName = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname";

    /// <summary>surname.</summary>
    public const string Surname = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname";

    /// <summary>upn.</summary>
    public const string Upn = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/upn";

    /// <summary>The password method, as authnmethodsreferences value and as AuthnContextClassRef.</summary>
    public const string PasswordMethod = "http://schemas.microsoft.com/ws/2008/06/identity/authenticationmethod/password";

    /// <summary>The value of authnmethodsreferences after multi-factor authentication.</summary>
    public const string MultipleAuthn = "http://schemas.microsoft.com/claims/multipleauthn";
}
