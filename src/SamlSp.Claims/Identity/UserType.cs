namespace SamlSp.Claims;

/// <summary>The kinds of users of a tenant that Entra's conditional claims distinguish.</summary>
public enum UserType
{
    /// <summary>A member of the tenant.</summary>
    Member,

    /// <summary>A guest whose home is another Entra tenant.</summary>
    EntraGuest,

    /// <summary>A guest with any other identity: personal account, e-mail passcode, social or federated identity provider.</summary>
    ExternalGuest,
}
