namespace SamlSp.AspNetCore;

/// <summary>What a sign-in needs to know of a user record.</summary>
/// <param name="Id">The record's ID.</param>
/// <param name="OrgUnitPath">The org unit that the user is in: from the sign-in, unless provisioning or an administrator set it.</param>
/// <param name="Roles">Roles granted to the user here, besides those by group.</param>
/// <param name="Created">Whether this sign-in made the record.</param>
public sealed record UserRecord(string Id, string OrgUnitPath, IReadOnlyList<string> Roles, bool Created)
{
    /// <summary>
    /// Counts changes of the user's rights, so that a session is not begun with rights that were taken meanwhile; null where the store
    /// does not count them.
    /// </summary>
    public long? RightsVersion { get; init; }
}
