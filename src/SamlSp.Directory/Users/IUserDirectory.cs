namespace SamlSp.Directory;

/// <summary>
/// User records, for administration. A change that takes rights away ends the user's sessions and API tokens in the same transaction, and
/// on every node within two seconds. Every change is in the audit trail. The actor is whom the trail names: a record's ID, or a word such
/// as <c>provisioning</c>.
/// </summary>
/// <remarks>
/// Every method throws <see cref="SamlSp.AspNetCore.StoreUnavailableException"/> when the store cannot be reached; then nothing was
/// changed.
/// </remarks>
public interface IUserDirectory
{
    /// <summary>A record by its ID, tombstones included; null when there is none.</summary>
    Task<DirectoryUser?> FindAsync(string organization, string userId, CancellationToken cancellationToken);

    /// <summary>A page of the records that match.</summary>
    Task<UserPage> SearchAsync(string organization, UserQuery query, CancellationToken cancellationToken);

    /// <summary>Refuses a user's sign-ins until <see cref="RestoreAsync"/>.</summary>
    Task<UserChange> SuspendAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Lets a suspended user sign in again.</summary>
    Task<UserChange> RestoreAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a record with its granted roles. A later sign-in creates a new one, unless the organization says
    /// <see cref="SamlSp.AspNetCore.OrganizationOptions.RefuseDeleted"/>: then a tombstone stays that holds the user's key and
    /// nothing else, and their sign-ins are refused.
    /// </summary>
    Task<UserChange> DeleteAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Removes the tombstone of a deleted user, who can then sign in again and gets a new record.</summary>
    Task<UserChange> ForgetAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Puts a user into an org unit and pins them there: sign-ins do not change it.</summary>
    Task<UserChange> MoveAsync(string organization, string userId, string orgUnitPath, string actor, CancellationToken cancellationToken);

    /// <summary>Lets the organization's expression set the org unit again, from the next sign-in on.</summary>
    Task<UserChange> UnpinAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Grants a role.</summary>
    Task<UserChange> GrantRoleAsync(string organization, string userId, string role, string actor, CancellationToken cancellationToken);

    /// <summary>Revokes a granted role. A role by group ends with the membership.</summary>
    Task<UserChange> RevokeRoleAsync(string organization, string userId, string role, string actor, CancellationToken cancellationToken);

    /// <summary>A user's granted roles, by name.</summary>
    Task<IReadOnlyList<GrantedRole>> ListRolesAsync(string organization, string userId, CancellationToken cancellationToken);
}
