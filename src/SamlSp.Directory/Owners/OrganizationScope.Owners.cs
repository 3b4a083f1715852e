using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

#pragma warning disable CA1862 // These comparisons become SQL, which has no StringComparison.

internal sealed partial class OrganizationScope
{
    /// <summary>How a role stands in a session's list of roles.</summary>
    private const string OwnerInSession = "\"" + OwnerLinks.Role + "\"";

    /// <summary>
    /// Holds back others who are about to take an owner away from the organization, until the transaction ends. SQLite has one writer
    /// anyway.
    /// </summary>
    public Task LockOwnersAsync(CancellationToken cancellationToken) =>
        _settings.IsSqlite
            ? Task.CompletedTask
            : _context.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock(53519073, hashtext({Organization}))", cancellationToken);

    /// <summary>
    /// Whether somebody is an owner, and nobody else is known to be one who can sign in. Owners by a group are known by their live
    /// sessions.
    /// </summary>
    public async Task<bool> IsLastOwnerAsync(string userId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var grants = RoleGrants.Where(g => g.Role.ToLower() == OwnerLinks.Role);
        var sessions = LiveSessions(now).Where(s => s.Roles.ToLower().Contains(OwnerInSession));
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
