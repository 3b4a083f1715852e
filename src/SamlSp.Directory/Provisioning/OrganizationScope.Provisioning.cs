using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>What provisioning knows of users, tracked.</summary>
    public IQueryable<ProvisionedUserRow> ProvisionedUsers => _context.Set<ProvisionedUserRow>();

    /// <summary>E-mail addresses of provisioned users.</summary>
    public IQueryable<ProvisionedEmailRow> ProvisionedEmails => _context.Set<ProvisionedEmailRow>().AsNoTracking();

    /// <summary>Provisioned groups, tracked.</summary>
    public IQueryable<ProvisionedGroupRow> ProvisionedGroups => _context.Set<ProvisionedGroupRow>();

    /// <summary>Memberships in provisioned groups.</summary>
    public IQueryable<ProvisionedMemberRow> ProvisionedMembers => _context.Set<ProvisionedMemberRow>().AsNoTracking();

    /// <summary>Provisioning secrets.</summary>
    public IQueryable<ProvisioningCredentialRow> ProvisioningCredentials => _context.Set<ProvisioningCredentialRow>().AsNoTracking();

    /// <summary>
    /// One column of what a statement finds. The statement is built from constant parts, and every value is a parameter. The first one,
    /// <c>{0}</c>, is this organization, which the statement must compare.
    /// </summary>
    public Task<List<T>> QueryAsync<T>(string sql, IReadOnlyList<object> values, CancellationToken cancellationToken) =>
        sql.Contains("\"organization\" = {0}", StringComparison.Ordinal) && values[0] is string organization && organization == Organization
            ? _context.Database.SqlQueryRaw<T>(sql, [.. values]).ToListAsync(cancellationToken)
            : throw new InvalidOperationException("The statement does not name the organization.");

    /// <summary>Keeps others from changing a group or its members until the transaction ends.</summary>
    public Task LockGroupAsync(string groupId, CancellationToken cancellationToken) =>
        IsSqlite
            ? Task.CompletedTask
            : _context.Database.ExecuteSqlAsync(
                $"SELECT 1 FROM provisioned_groups WHERE organization = {Organization} AND id = {groupId} FOR UPDATE",
                cancellationToken
            );

    /// <summary>Adds members to a group, in one statement for any number. Members that are there already stay.</summary>
    public Task AddMembersAsync(string groupId, IReadOnlyCollection<string> users, CancellationToken cancellationToken)
    {
        var list = JsonSerializer.Serialize(users);
        return IsSqlite
            ? _context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "provisioned_members" ("organization", group_id, user_id)
                SELECT {Organization}, {groupId}, value FROM json_each({list}) WHERE true ON CONFLICT DO NOTHING
                """,
                cancellationToken
            )
            : _context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "provisioned_members" ("organization", group_id, user_id)
                SELECT {Organization}, {groupId}, value FROM jsonb_array_elements_text({list}::jsonb) ON CONFLICT DO NOTHING
                """,
                cancellationToken
            );
    }

    /// <summary>The external IDs of the provisioned groups that a user is a member of.</summary>
    public async Task<List<string>> GroupsOfAsync(string userId, CancellationToken cancellationToken)
    {
        // Two queries: for one that joins, SQLite goes through all of the organization's memberships.
        var ids = await ProvisionedMembers.Where(m => m.UserId == userId).Select(m => m.GroupId).ToListAsync(cancellationToken);
        if (ids.Count == 0)
        {
            return [];
        }

        var groups = await _context
            .Set<ProvisionedGroupRow>()
            .Where(g => ids.Contains(g.Id))
            .Select(g => g.ExternalId)
            .ToListAsync(cancellationToken);
        return [.. groups.OfType<string>()];
    }

    /// <summary>Removes what provisioning knows of a user whose record stays as a tombstone.</summary>
    public async Task ForgetProvisioningAsync(string userId, CancellationToken cancellationToken)
    {
        await ProvisionedMembers.Where(m => m.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await ProvisionedEmails.Where(e => e.UserId == userId).ExecuteDeleteAsync(cancellationToken);
        await _context.Set<ProvisionedUserRow>().Where(p => p.UserId == userId).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Whether provisioning knows another user by a name.</summary>
    public Task<bool> IsUserNameOfAnotherAsync(string userNameLower, string? userId, CancellationToken cancellationToken) =>
        _context.Set<ProvisionedUserRow>().AnyAsync(p => p.UserNameLower == userNameLower && p.UserId != userId, cancellationToken);
}
