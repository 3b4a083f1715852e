namespace SamlSp.Directory;

/// <summary>Whether a user may sign in.</summary>
public enum UserState
{
    /// <summary>The user may sign in.</summary>
    Active,

    /// <summary>
    /// The user may not sign in for now: an administrator suspended the record, or provisioning sent <c>active: false</c>.
    /// </summary>
    Suspended,

    /// <summary>
    /// The record was deleted in an organization that refuses deleted users: a tombstone is left, which holds the user's key and
    /// nothing else.
    /// </summary>
    Deleted,
}
