namespace SamlSp.Directory;

/// <summary>Whom the audit trail names where it was not a user. Stored, so the words stay as they are.</summary>
internal static class AuditActors
{
    /// <summary>SamlSp itself: a policy, a maximum, metadata that was read.</summary>
    public const string System = "system";

    /// <summary>The identity provider, by a LogoutRequest.</summary>
    public const string IdentityProvider = "identity-provider";

    /// <summary>The provisioning service, by SCIM.</summary>
    public const string Provisioning = "provisioning";

    /// <summary>A sign-in, before its user is known.</summary>
    public const string SignIn = "sign-in";

    /// <summary>A sign-in that was refused, and has no record.</summary>
    public const string Unknown = "unknown";
}
