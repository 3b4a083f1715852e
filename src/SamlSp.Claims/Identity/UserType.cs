namespace SamlSp.Claims;

/// <summary>What kind of user of the tenant somebody is, as Entra's conditional claims tell them apart.</summary>
public enum UserType
{
    /// <summary>A member of the tenant.</summary>
    Member,

    /// <summary>A guest whose home is another Entra tenant.</summary>
    EntraGuest,

    /// <summary>A guest with any other identity: personal account, e-mail passcode, social or federated identity provider.</summary>
    ExternalGuest,
}
