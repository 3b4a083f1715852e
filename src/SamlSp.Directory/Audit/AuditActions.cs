namespace SamlSp.Directory;

/// <summary>What the store itself puts into the audit trail.</summary>
public static class AuditActions
{
    /// <summary>A record was made at a first sign-in.</summary>
    public const string UserCreated = "user.created";

    /// <summary>A first sign-in joined a record that was there.</summary>
    public const string UserJoined = "user.joined";

    /// <summary>A record was suspended: by an administrator or provisioning.</summary>
    public const string UserSuspended = "user.suspended";

    /// <summary>A suspended record was let in again.</summary>
    public const string UserRestored = "user.restored";

    /// <summary>A record was deleted.</summary>
    public const string UserDeleted = "user.deleted";

    /// <summary>The marker of a deleted person was removed.</summary>
    public const string UserForgotten = "user.forgotten";

    /// <summary>
    /// A person was put into an org unit, or left to the organization's expression; the details have <c>from</c> and <c>to</c>.
    /// </summary>
    public const string UserMoved = "user.moved";

    /// <summary>A role was granted; the details have <c>role</c>.</summary>
    public const string RoleGranted = "role.granted";

    /// <summary>A granted role was taken back; the details have <c>role</c>.</summary>
    public const string RoleRevoked = "role.revoked";

    /// <summary>An org unit was made; the target is its path.</summary>
    public const string OrgUnitCreated = "org-unit.created";

    /// <summary>An org unit's description was changed.</summary>
    public const string OrgUnitDescribed = "org-unit.described";

    /// <summary>An org unit was removed.</summary>
    public const string OrgUnitDeleted = "org-unit.deleted";

    /// <summary>An org unit was given a session policy of its own; the details say which.</summary>
    public const string PolicySet = "policy.set";

    /// <summary>An org unit inherits its session policy again.</summary>
    public const string PolicyCleared = "policy.cleared";

    /// <summary>A sign-in was refused for the sake of a record.</summary>
    public const string SignInRefused = "sign-in.refused";

    /// <summary>An identity provider's metadata has other signing keys than before; the details name their thumbprints.</summary>
    public const string SigningKeysChanged = "metadata.keys-changed";

    /// <summary>A session began.</summary>
    public const string SessionStarted = "session.started";

    /// <summary>A session was ended before its time.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>An organization was made in the store.</summary>
    public const string OrganizationCreated = "organization.created";

    /// <summary>An organization's settings were saved; the details name the keys that have changed.</summary>
    public const string OrganizationChanged = "organization.changed";

    /// <summary>An owner tried settings with a test sign-in.</summary>
    public const string OrganizationTested = "organization.tested";

    /// <summary>
    /// An owner link was used; the code says how: <c>signed-in</c> by somebody who became an owner, or <c>break-glass</c>.
    /// </summary>
    public const string OwnerLinkUsed = "owner-link.used";

    /// <summary>Somebody let a program act for them; the target is the session.</summary>
    public const string TokensStarted = "tokens.started";

    /// <summary>A program's tokens were ended before their session; the code says why.</summary>
    public const string TokensEnded = "tokens.ended";

    /// <summary>A secret for provisioning was made; the target is its ID.</summary>
    public const string ProvisioningSecretCreated = "provisioning.secret-created";

    /// <summary>A secret for provisioning was taken back; the target is its ID.</summary>
    public const string ProvisioningSecretRevoked = "provisioning.secret-revoked";

    /// <summary>
    /// A request of the provisioning service; the target is the resource, the code the outcome (<c>ok</c> or SCIM's error), the details
    /// hold method, path, status and the attributes that changed.
    /// </summary>
    public const string ProvisioningRequest = "provisioning.request";

    /// <summary>Somebody accepted the terms of service of their organization.</summary>
    public const string TermsAccepted = "terms.accepted";
}
