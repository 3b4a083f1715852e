using Microsoft.EntityFrameworkCore;

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

    /// <summary>
    /// Whether a user is an owner, and no other user who can sign in is known to be one. Owners by a group are known by their live
    /// sessions.
    /// </summary>
    public async Task<bool> IsLastOwnerAsync(string userId, CancellationToken cancellationToken)
    {
        var grants = RoleGrants.Where(g => g.Role.ToLower() == OwnerLinks.Role);
        var sessions = LiveSessions.Where(s => s.Roles.ToLower().Contains(OwnerInSession));
        if (
            !await grants.AnyAsync(g => g.UserId == userId, cancellationToken)
            && !await sessions.AnyAsync(s => s.UserId == userId, cancellationToken)
        )
        {
            return false;
        }

        var others = grants
            .Where(g => g.UserId != userId)
            .Join(Users.Where(u => !u.Suspended && u.DeletedAt == null), g => g.UserId, u => u.Id, (g, u) => u.Id);
        return !await others.AnyAsync(cancellationToken) && !await sessions.AnyAsync(s => s.UserId != userId, cancellationToken);
    }
}
