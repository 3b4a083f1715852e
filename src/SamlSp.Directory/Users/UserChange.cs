namespace SamlSp.Directory;

/// <summary>What became of a change of a user record.</summary>
public enum UserChange
{
    /// <summary>It was made. Sessions and tokens that it is about have ended.</summary>
    Done,

    /// <summary>No change: it is in that state already; nothing was written and nothing ended.</summary>
    Unchanged,

    /// <summary>There is no such record (or it was deleted).</summary>
    UserNotFound,

    /// <summary>The path is not one of an org unit, or the organization refuses units that nobody made.</summary>
    OrgUnitUnknown,

    /// <summary>A role's name has 1 to 64 characters without controls.</summary>
    RoleInvalid,

    /// <summary>
    /// Nobody else would be left who is an owner: by grant, or by a group in a session that is live. Nothing was changed.
    /// </summary>
    LastOwner,
}
