using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

#pragma warning disable CA1862 // These comparisons become SQL, which has no StringComparison.

internal sealed partial class OrganizationScope
{
    /// <summary>How a role stands in a session's list of roles.</summary>
    private const string OwnerInSession = "\"" + OwnerLinks.Role + "\"";

    /// <summary>
    /// Makes other transactions that could remove an owner of the organization wait until this one ends. SQLite has one writer anyway.
    /// </summary>
    public Task LockOwnersAsync(CancellationToken cancellationToken) =>
        IsSqlite
            ? Task.CompletedTask
            : _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(53519073, hashtext({Organization}))", cancellationToken);

    /// <summary>Whether a user is an owner, and no other user who can sign in is one.</summary>
    /// <param name="userId">The record's ID.</param>
    /// <param name="ownerGroups">The groups that give the role, by their object IDs.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<bool> IsLastOwnerAsync(string userId, IEnumerable<string> ownerGroups, CancellationToken cancellationToken)
    {
        // An owner has the role by a grant, by a provisioned group, or by a group that a sign-in named.
        var groups = ownerGroups.Select(g => g.ToLowerInvariant()).ToList();
        IReadOnlyList<IQueryable<string>> owners =
        [
            RoleGrants.Where(g => g.Role.ToLower() == OwnerLinks.Role).Select(g => g.UserId),
            .. groups.Count == 0 ? [] : new[] { MembersOf(groups) },
            OwnersByLastSession(),
        ];

        // (1) Most users are no owners: then the others do not matter.
        var isOwner = false;
        foreach (var ids in owners)
        {
            isOwner = isOwner || await ids.AnyAsync(id => id == userId, cancellationToken);
        }

        if (!isOwner)
        {
            return false;
        }

        // (2) Another owner who can sign in.
        foreach (var ids in owners)
        {
            var others = ids.Where(id => id != userId)
                .Join(Users.Where(u => !u.Suspended && u.DeletedAt == null), id => id, u => u.Id, (id, u) => id);
            if (await others.AnyAsync(cancellationToken))
            {
                return false;
            }
        }

        return true;
    }

    private IQueryable<string> MembersOf(IReadOnlyList<string> groupsLower) =>
        ProvisionedGroups
            .Where(g => g.ExternalId != null && groupsLower.Contains(g.ExternalId.ToLower()))
            .Join(ProvisionedMembers, g => g.Id, m => m.GroupId, (g, m) => m.UserId);

    /// <summary>
    /// Users whose newest session has the role, also when it has expired or was ended by the user; sessions are kept for a day. One that
    /// was ended because rights changed says nothing about the rights now.
    /// </summary>
    private IQueryable<string> OwnersByLastSession() =>
        Sessions
            .Where(s => s.Roles.ToLower().Contains(OwnerInSession))
            .Where(s =>
                s.EndedBy != SessionEndCause.RightsChanged
                && s.EndedBy != SessionEndCause.UserGone
                && s.EndedBy != SessionEndCause.AccountDisabled
            )
            .Where(s => !Sessions.Any(newer => newer.UserId == s.UserId && newer.CreatedAt > s.CreatedAt))
            .Select(s => s.UserId);
}
