namespace SamlSp.Directory;

/// <summary>The actions that SamlSp writes to the audit trail. An application may write its own as well.</summary>
public static class AuditActions
{
    /// <summary>A record was created at a first sign-in.</summary>
    public const string UserCreated = "user.created";

    /// <summary>A first sign-in joined an existing record by an e-mail address.</summary>
    public const string UserJoined = "user.joined";

    /// <summary>A record was suspended: by an administrator or provisioning.</summary>
    public const string UserSuspended = "user.suspended";

    /// <summary>A suspended user may sign in again.</summary>
    public const string UserRestored = "user.restored";

    /// <summary>A record was deleted.</summary>
    public const string UserDeleted = "user.deleted";

    /// <summary>The tombstone of a deleted user was removed.</summary>
    public const string UserForgotten = "user.forgotten";

    /// <summary>
    /// A user was put into an org unit, or returned to the organization's expression; the details have <c>from</c> and <c>to</c>.
    /// </summary>
    public const string UserMoved = "user.moved";

    /// <summary>The directory gave up the name that a user had at their last sign-in; the user's sessions were ended.</summary>
    public const string UserNameReleased = "user.name-released";

    /// <summary>A role was granted; the details have <c>role</c>.</summary>
    public const string RoleGranted = "role.granted";

    /// <summary>A granted role was revoked; the details have <c>role</c>.</summary>
    public const string RoleRevoked = "role.revoked";

    /// <summary>An org unit was created; the target is its path.</summary>
    public const string OrgUnitCreated = "org-unit.created";

    /// <summary>An org unit's description was changed.</summary>
    public const string OrgUnitDescribed = "org-unit.described";

    /// <summary>An org unit was removed.</summary>
    public const string OrgUnitDeleted = "org-unit.deleted";

    /// <summary>An org unit was given a session policy of its own; the details say which.</summary>
    public const string PolicySet = "policy.set";

    /// <summary>An org unit inherits its session policy again.</summary>
    public const string PolicyCleared = "policy.cleared";

    /// <summary>
    /// A sign-in with a genuine message was refused; the code says why. Messages that proved nothing are not in the audit trail.
    /// </summary>
    public const string SignInRefused = "sign-in.refused";

    /// <summary>
    /// An administrator looked at who an attempt to sign in was by, and at its claims. The reference is the attempt's, the target is the
    /// user.
    /// </summary>
    public const string SignInOpened = "sign-in.opened";

    /// <summary>A list was exported; the target is the list, the details have the format and the filter.</summary>
    public const string ListExported = "list.exported";

    /// <summary>An identity provider's metadata has other signing keys than before; the details name their thumbprints.</summary>
    public const string SigningKeysChanged = "metadata.keys-changed";

    /// <summary>A session began.</summary>
    public const string SessionStarted = "session.started";

    /// <summary>A session was ended before its time.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>An organization was created in the store.</summary>
    public const string OrganizationCreated = "organization.created";

    /// <summary>An organization's settings were saved; the details name the keys that have changed.</summary>
    public const string OrganizationChanged = "organization.changed";

    /// <summary>An owner started a trial sign-in with settings.</summary>
    public const string OrganizationTested = "organization.tested";

    /// <summary>
    /// An owner link was used; the code says how: <c>signed-in</c> by a user who became an owner, or <c>break-glass</c>.
    /// </summary>
    public const string OwnerLinkUsed = "owner-link.used";

    /// <summary>An owner does not need one of the first steps; the target is the step.</summary>
    public const string FirstStepSkipped = "first-step.skipped";

    /// <summary>One of the first steps is to be done after all; the target is the step.</summary>
    public const string FirstStepReopened = "first-step.reopened";

    /// <summary>A user let a program act for them; the target is the session.</summary>
    public const string TokensStarted = "tokens.started";

    /// <summary>A program's tokens were ended before their session; the code says why.</summary>
    public const string TokensEnded = "tokens.ended";

    /// <summary>A provisioning secret was created; the target is its ID.</summary>
    public const string ProvisioningSecretCreated = "provisioning.secret-created";

    /// <summary>A provisioning secret was revoked; the target is its ID.</summary>
    public const string ProvisioningSecretRevoked = "provisioning.secret-revoked";

    /// <summary>
    /// A request of the provisioning service; the target is the resource, the code the outcome (<c>ok</c> or SCIM's error), the details
    /// hold method, path, status and the attributes that changed.
    /// </summary>
    public const string ProvisioningRequest = "provisioning.request";

    /// <summary>A user accepted the terms of service of their organization.</summary>
    public const string TermsAccepted = "terms.accepted";

    /// <summary>All of them, in the order in which a list shows them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        SessionStarted,
        SessionEnded,
        SignInRefused,
        SignInOpened,
        UserCreated,
        UserJoined,
        UserSuspended,
        UserRestored,
        UserDeleted,
        UserForgotten,
        UserMoved,
        UserNameReleased,
        RoleGranted,
        RoleRevoked,
        TokensStarted,
        TokensEnded,
        TermsAccepted,
        OrgUnitCreated,
        OrgUnitDescribed,
        OrgUnitDeleted,
        PolicySet,
        PolicyCleared,
        OrganizationCreated,
        OrganizationTested,
        OrganizationChanged,
        OwnerLinkUsed,
        FirstStepSkipped,
        FirstStepReopened,
        SigningKeysChanged,
        ProvisioningSecretCreated,
        ProvisioningSecretRevoked,
        ProvisioningRequest,
        ListExported,
    ];
}
