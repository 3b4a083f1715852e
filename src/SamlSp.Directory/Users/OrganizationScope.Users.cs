using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Changes of a user's rights, for use inside any transaction: each ends the sessions that it must end, and writes its audit entry.
/// </summary>
internal sealed partial class OrganizationScope
{
    /// <summary>User records, tombstones included, tracked.</summary>
    public IQueryable<UserRow> Users => _context.Set<UserRow>();

    /// <summary>Granted roles.</summary>
    public IQueryable<RoleGrantRow> RoleGrants => _context.Set<RoleGrantRow>().AsNoTracking();

    /// <summary>
    /// Keeps a user's record from being changed until the transaction ends, so that no session is added to a user who is being suspended.
    /// SQLite has one writer anyway.
    /// </summary>
    public Task LockUserAsync(string userId, CancellationToken cancellationToken) =>
        IsSqlite
            ? Task.CompletedTask
            : _context.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM users WHERE organization = {Organization} AND id = {userId} FOR SHARE",
                cancellationToken
            );

    /// <summary>A record to be changed, locked until the transaction ends; null when there is none or it is a tombstone.</summary>
    public async Task<UserRow?> FindToChangeAsync(string userId, CancellationToken cancellationToken)
    {
        if (!IsSqlite)
        {
            await _context.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM users WHERE organization = {Organization} AND id = {userId} FOR UPDATE",
                cancellationToken
            );
        }

        return await Users.FirstOrDefaultAsync(u => u.Id == userId && u.DeletedAt == null, cancellationToken);
    }

    /// <summary>The tombstone of a deleted user; null when there is none.</summary>
    public Task<UserRow?> FindTombstoneAsync(string userId, CancellationToken cancellationToken) =>
        Users.FirstOrDefaultAsync(u => u.Id == userId && u.DeletedAt != null, cancellationToken);

    /// <summary>
    /// The roles that a user has apart from what the identity provider asserts: those granted here, and those of provisioned groups.
    /// </summary>
    public async Task<IReadOnlyList<string>> RolesOfAsync(Organization organization, string userId, CancellationToken cancellationToken)
    {
        var granted = await RoleGrants.Where(g => g.UserId == userId).Select(g => g.Role).ToListAsync(cancellationToken);
        return organization.RolesOf(await GroupsOfAsync(userId, cancellationToken), granted);
    }

    /// <summary>Suspends a user, ending their sessions; false when they were suspended already.</summary>
    public async Task<bool> SuspendAsync(UserRow user, CancellationToken cancellationToken)
    {
        if (user.Suspended)
        {
            return false;
        }

        (user.Suspended, user.UpdatedAt) = (true, Now);
        Audit(AuditActions.UserSuspended, user.Id);
        await SaveAsync(cancellationToken);
        await EndSessionsOfAsync(user.Id, SessionEndCause.UserGone, cancellationToken);
        return true;
    }

    /// <summary>Lets a suspended user sign in again; false when they were not suspended.</summary>
    public async Task<bool> RestoreAsync(UserRow user, CancellationToken cancellationToken)
    {
        if (!user.Suspended)
        {
            return false;
        }

        (user.Suspended, user.UpdatedAt) = (false, Now);
        Audit(AuditActions.UserRestored, user.Id);
        await SaveAsync(cancellationToken);
        return true;
    }

    /// <summary>Deletes a user's record, ending their sessions.</summary>
    /// <param name="user">The record.</param>
    /// <param name="keepTombstone">Whether the user's key stays, so that later sign-ins are refused.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task DeleteAsync(UserRow user, bool keepTombstone, CancellationToken cancellationToken)
    {
        var userId = user.Id;
        if (keepTombstone)
        {
            await ReduceToTombstoneAsync(user, cancellationToken);
        }
        else
        {
            Remove(user);
        }

        Audit(AuditActions.UserDeleted, userId);
        await SaveAsync(cancellationToken);
        await EndSessionsOfAsync(userId, SessionEndCause.UserGone, cancellationToken);
    }

    /// <summary>Puts a user into an org unit, ending their sessions where that is another one; false when nothing changed.</summary>
    /// <param name="user">The record.</param>
    /// <param name="path">The unit's path.</param>
    /// <param name="pinned">Whether sign-ins keep that unit from now on.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> MoveAsync(UserRow user, string path, bool pinned, CancellationToken cancellationToken)
    {
        var (from, moved) = (user.OrgUnitPath, user.OrgUnitPath != path);
        if (!moved && user.OrgUnitPinned == pinned)
        {
            return false;
        }

        (user.OrgUnitPath, user.OrgUnitPinned, user.UpdatedAt) = (path, pinned, Now);
        Audit(AuditActions.UserMoved, user.Id, new Dictionary<string, string> { ["from"] = from, ["to"] = path });
        await SaveAsync(cancellationToken);
        if (moved)
        {
            await RightsChangedAsync(user.Id, cancellationToken);
        }

        return true;
    }

    /// <summary>Grants a role, ending sessions that do not have it; false when it was granted already.</summary>
    public async Task<bool> GrantRoleAsync(UserRow user, string role, CancellationToken cancellationToken)
    {
        if (await RoleGrants.AnyAsync(g => g.UserId == user.Id && g.Role == role, cancellationToken))
        {
            return false;
        }

        Add(
            new RoleGrantRow
            {
                Organization = Organization,
                UserId = user.Id,
                Role = role,
                GrantedAt = Now,
                GrantedBy = Actor,
            }
        );
        Audit(AuditActions.RoleGranted, user.Id, new Dictionary<string, string> { ["role"] = role });
        await SaveAsync(cancellationToken);
        await RightsChangedAsync(user.Id, cancellationToken);
        return true;
    }

    /// <summary>Revokes a granted role, ending the sessions that have it; false when it was not granted.</summary>
    public async Task<bool> RevokeRoleAsync(UserRow user, string role, CancellationToken cancellationToken)
    {
        if (await RoleGrants.Where(g => g.UserId == user.Id && g.Role == role).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return false;
        }

        Audit(AuditActions.RoleRevoked, user.Id, new Dictionary<string, string> { ["role"] = role });
        await SaveAsync(cancellationToken);
        await RightsChangedAsync(user.Id, cancellationToken);
        return true;
    }

    /// <summary>
    /// After a change of a user's rights: ends their sessions, and makes sure that sessions which are about to be added end as well.
    /// Returns the new version of the rights.
    /// </summary>
    public async Task<long> RightsChangedAsync(string userId, CancellationToken cancellationToken)
    {
        // Counted by the database: two changes at once are two.
        await _context
            .Set<UserRow>()
            .Where(u => u.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.RightsVersion, u => u.RightsVersion + 1), cancellationToken);
        await EndSessionsOfAsync(userId, SessionEndCause.RightsChanged, cancellationToken);
        return await _context.Set<UserRow>().Where(u => u.Id == userId).Select(u => u.RightsVersion).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Keeps the key, so that a sign-in is recognized and refused, and nothing else that tells who the user was.</summary>
    private async Task ReduceToTombstoneAsync(UserRow user, CancellationToken cancellationToken)
    {
        (user.DeletedAt, user.UpdatedAt, user.Suspended, user.RoleGroups) = (Now, Now, false, null);
        (user.NameId, user.ExternalId, user.OriginalUpn, user.DisplayName, user.Mail) = (null, null, null, null, null);
        await RoleGrants.Where(g => g.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await ForgetProvisioningAsync(user.Id, cancellationToken);
    }
}
