namespace SamlSp.Directory;

/// <summary>
/// People's records, for administration. A change that takes rights, or the person, ends their sessions and API tokens in the same
/// transaction, on every node within two seconds, and stands in the audit trail. The actor is whom the trail names: a record's ID, or a
/// word such as <c>provisioning</c>.
/// </summary>
/// <remarks>
/// Every method throws <see cref="SamlSp.AspNetCore.StoreUnavailableException"/> when the store cannot be reached; then nothing was
/// changed.
/// </remarks>
public interface IUserDirectory
{
    /// <summary>A record by its ID, also one that is marked as deleted; null when there is none.</summary>
    Task<DirectoryUser?> FindAsync(string organization, string userId, CancellationToken cancellationToken);

    /// <summary>A page of the records that are looked for.</summary>
    Task<UserPage> SearchAsync(string organization, UserQuery query, CancellationToken cancellationToken);

    /// <summary>Keeps a person out until <see cref="RestoreAsync"/>.</summary>
    Task<UserChange> SuspendAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Lets a suspended person in again.</summary>
    Task<UserChange> RestoreAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>
    /// Removes a record with its granted roles. A later sign-in makes a new one, unless the organization says
    /// <see cref="SamlSp.AspNetCore.OrganizationOptions.RefuseDeleted"/>: then a marker stays that holds the person's key and nothing else
    /// of them, and they are refused.
    /// </summary>
    Task<UserChange> DeleteAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Removes the marker of a deleted person, who can then sign in as somebody new.</summary>
    Task<UserChange> ForgetAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Puts a person into an org unit and pins them there: sign-ins leave it alone.</summary>
    Task<UserChange> MoveAsync(string organization, string userId, string orgUnitPath, string actor, CancellationToken cancellationToken);

    /// <summary>Lets the organization's expression say the org unit again, from the next sign-in on.</summary>
    Task<UserChange> UnpinAsync(string organization, string userId, string actor, CancellationToken cancellationToken);

    /// <summary>Grants a role.</summary>
    Task<UserChange> GrantRoleAsync(string organization, string userId, string role, string actor, CancellationToken cancellationToken);

    /// <summary>Takes a granted role back. One by group is the group's to take.</summary>
    Task<UserChange> RevokeRoleAsync(string organization, string userId, string role, string actor, CancellationToken cancellationToken);

    /// <summary>A person's granted roles, by name.</summary>
    Task<IReadOnlyList<GrantedRole>> ListRolesAsync(string organization, string userId, CancellationToken cancellationToken);
}
