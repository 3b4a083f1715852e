namespace SamlSp.Directory;

/// <summary>Whether a person may sign in.</summary>
public enum UserState
{
    /// <summary>They may.</summary>
    Active,

    /// <summary>Not for now: somebody suspended the record, or provisioning says that it is not active.</summary>
    Suspended,

    /// <summary>
    /// The record was deleted in an organization that refuses deleted people: a marker is left, without what it said about the person.
    /// </summary>
    Deleted,
}
