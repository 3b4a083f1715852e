using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Changes of a person's rights, to be used inside of any transaction: each ends what it must end, and writes its audit entry.
/// </summary>
internal sealed partial class OrganizationScope
{
    /// <summary>A record to be changed, locked until the transaction ends; null when there is none or it is marked as deleted.</summary>
    public async Task<UserRow?> FindToChangeAsync(string userId, CancellationToken cancellationToken)
    {
        if (!_settings.IsSqlite)
        {
            await _context.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM users WHERE organization = {Organization} AND id = {userId} FOR UPDATE",
                cancellationToken
            );
        }

        return await Users.FirstOrDefaultAsync(u => u.Id == userId && u.DeletedAt == null, cancellationToken);
    }

    /// <summary>What is left of a deleted person; null when nothing is, or the record is there.</summary>
    public Task<UserRow?> FindMarkerAsync(string userId, CancellationToken cancellationToken) =>
        Users.FirstOrDefaultAsync(u => u.Id == userId && u.DeletedAt != null, cancellationToken);

    /// <summary>
    /// The roles that a person has without what the identity provider says: those granted here, and those of provisioned groups.
    /// </summary>
    public async Task<IReadOnlyList<string>> RolesOfAsync(Organization organization, string userId, CancellationToken cancellationToken)
    {
        var granted = await RoleGrants.Where(g => g.UserId == userId).Select(g => g.Role).ToListAsync(cancellationToken);
        return organization.RolesOf(await GroupsOfAsync(userId, cancellationToken), granted);
    }

    /// <summary>Suspends a person, ending their sessions; false when they were suspended already.</summary>
    public async Task<bool> SuspendAsync(UserRow user, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (user.Suspended)
        {
            return false;
        }

        (user.Suspended, user.UpdatedAt) = (true, now);
        Audit(now, actor, AuditActions.UserSuspended, user.Id);
        await SaveAsync(cancellationToken);
        await EndSessionsOfAsync(user.Id, SessionEndCause.UserGone, actor, now, cancellationToken);
        return true;
    }

    /// <summary>Lets a suspended person in again; false when they were not suspended.</summary>
    public async Task<bool> RestoreAsync(UserRow user, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (!user.Suspended)
        {
            return false;
        }

        (user.Suspended, user.UpdatedAt) = (false, now);
        Audit(now, actor, AuditActions.UserRestored, user.Id);
        await SaveAsync(cancellationToken);
        return true;
    }

    /// <summary>Removes a person's record, or all of it but the key, ending their sessions.</summary>
    public async Task DeleteAsync(UserRow user, bool keepMarker, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var userId = user.Id;
        if (keepMarker)
        {
            await MarkDeletedAsync(user, now, cancellationToken);
        }
        else
        {
            Remove(user);
        }

        Audit(now, actor, AuditActions.UserDeleted, userId);
        await SaveAsync(cancellationToken);
        await EndSessionsOfAsync(userId, SessionEndCause.UserGone, actor, now, cancellationToken);
    }

    /// <summary>Puts a person into an org unit, ending their sessions where that is another one; false when nothing changed.</summary>
    /// <param name="user">The record.</param>
    /// <param name="path">The unit's path.</param>
    /// <param name="pinned">Whether sign-ins leave it alone from now on.</param>
    /// <param name="actor">Whom the audit trail names.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> MoveAsync(
        UserRow user,
        string path,
        bool pinned,
        string actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var (from, moved) = (user.OrgUnitPath, user.OrgUnitPath != path);
        if (!moved && user.OrgUnitPinned == pinned)
        {
            return false;
        }

        (user.OrgUnitPath, user.OrgUnitPinned, user.UpdatedAt) = (path, pinned, now);
        Audit(now, actor, AuditActions.UserMoved, user.Id, new Dictionary<string, string> { ["from"] = from, ["to"] = path });
        await SaveAsync(cancellationToken);
        if (moved)
        {
            await RightsChangedAsync(user.Id, actor, now, cancellationToken);
        }

        return true;
    }

    /// <summary>Grants a role, ending sessions that do not have it; false when it was granted already.</summary>
    public async Task<bool> GrantRoleAsync(UserRow user, string role, string actor, DateTimeOffset now, CancellationToken cancellationToken)
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
                GrantedAt = now,
                GrantedBy = actor,
            }
        );
        Audit(now, actor, AuditActions.RoleGranted, user.Id, new Dictionary<string, string> { ["role"] = role });
        await SaveAsync(cancellationToken);
        await RightsChangedAsync(user.Id, actor, now, cancellationToken);
        return true;
    }

    /// <summary>Takes a granted role back, ending the sessions that have it; false when it was not granted.</summary>
    public async Task<bool> RevokeRoleAsync(
        UserRow user,
        string role,
        string actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        if (await RoleGrants.Where(g => g.UserId == user.Id && g.Role == role).ExecuteDeleteAsync(cancellationToken) == 0)
        {
            return false;
        }

        Audit(now, actor, AuditActions.RoleRevoked, user.Id, new Dictionary<string, string> { ["role"] = role });
        await SaveAsync(cancellationToken);
        await RightsChangedAsync(user.Id, actor, now, cancellationToken);
        return true;
    }

    /// <summary>
    /// After a change of what a person may do: ends their sessions, those that are about to be added included. Returns the new version of
    /// their rights.
    /// </summary>
    public async Task<long> RightsChangedAsync(string userId, string actor, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // Counted by the database: two changes at once are two.
        await _context
            .Set<UserRow>()
            .Where(u => u.Id == userId)
            .ExecuteUpdateAsync(set => set.SetProperty(u => u.RightsVersion, u => u.RightsVersion + 1), cancellationToken);
        await EndSessionsOfAsync(userId, SessionEndCause.RightsChanged, actor, now, cancellationToken);
        return await _context.Set<UserRow>().Where(u => u.Id == userId).Select(u => u.RightsVersion).FirstOrDefaultAsync(cancellationToken);
    }

    /// <summary>Adds an audit entry; <see cref="SaveAsync"/> writes it.</summary>
    public void Audit(
        DateTimeOffset now,
        string actor,
        string action,
        string? target,
        IReadOnlyDictionary<string, string>? details = null,
        string? code = null
    ) =>
        Add(
            new AuditRow
            {
                At = now,
                Organization = Organization,
                Actor = actor,
                Action = action,
                Target = target,
                Code = code,
                Details = details is null ? null : JsonSerializer.Serialize(details),
            }
        );

    /// <summary>Leaves the key, so that a sign-in is recognized and refused, and nothing else that says who it was.</summary>
    private async Task MarkDeletedAsync(UserRow user, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (user.DeletedAt, user.UpdatedAt, user.Suspended, user.Attributes) = (now, now, false, "{}");
        (user.NameId, user.NameIdLower, user.ExternalId, user.OriginalUpn, user.DisplayName, user.Mail, user.MailLower) = (
            null,
            null,
            null,
            null,
            null,
            null,
            null
        );
        await RoleGrants.Where(g => g.UserId == user.Id).ExecuteDeleteAsync(cancellationToken);
        await ForgetProvisioningAsync(user.Id, cancellationToken);
    }
}
