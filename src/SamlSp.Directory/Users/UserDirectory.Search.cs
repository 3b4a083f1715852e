using System.Text;
using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class UserDirectory
{
    /// <inheritdoc />
    public Task<DirectoryUser?> FindAsync(string organization, string userId, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope =>
            {
                var row = await scope.Users.AsNoTracking().FirstOrDefaultAsync(u => u.Id == userId, cancellationToken);
                if (row is null)
                {
                    return null;
                }

                return DirectoryUser.From(row, [.. (await ListRolesAsync(scope, userId, cancellationToken)).Select(g => g.Role)]);
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<IReadOnlyList<GrantedRole>> ListRolesAsync(string organization, string userId, CancellationToken cancellationToken) =>
        store.ReadAsync(organization, scope => ListRolesAsync(scope, userId, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<UserPage> SearchAsync(string organization, UserQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return store.ReadAsync(
            organization,
            async scope =>
            {
                var limit = Math.Clamp(query.Limit, 1, UserQuery.MaxAtOnce);
                var matching = After(Matching(scope, query), query.After, query.Descending);
                var rows = await (
                    query.Descending
                        ? matching.OrderByDescending(u => u.SortName).ThenByDescending(u => u.Id)
                        : matching.OrderBy(u => u.SortName).ThenBy(u => u.Id)
                )
                    .Take(limit + 1)
                    .ToListAsync(cancellationToken);
                if (rows.Count == 0)
                {
                    return new UserPage([], null);
                }

                var more = rows.Count > limit;
                if (more)
                {
                    rows.RemoveAt(limit);
                }

                var ids = rows.ConvertAll(u => u.Id);
                var roles = (
                    await scope
                        .RoleGrants.Where(g => ids.Contains(g.UserId))
                        .Select(g => new { g.UserId, g.Role })
                        .ToListAsync(cancellationToken)
                ).ToLookup(g => g.UserId, g => g.Role, StringComparer.Ordinal);
                return new UserPage(
                    rows.ConvertAll(u => DirectoryUser.From(u, [.. roles[u.Id].Order(StringComparer.Ordinal)])),
                    more ? Cursor(rows[^1]) : null
                );
            },
            cancellationToken
        );
    }

    internal static IQueryable<UserRow> Matching(OrganizationScope scope, UserQuery query)
    {
        var users = scope.Users.AsNoTracking();
        users = query.State switch
        {
            null => users.Where(u => u.DeletedAt == null),
            UserState.Active => users.Where(u => u.DeletedAt == null && !u.Suspended),
            UserState.Suspended => users.Where(u => u.DeletedAt == null && u.Suspended),
            _ => users.Where(u => u.DeletedAt != null),
        };
        if (query.OrgUnitPath is { } unit)
        {
            users = users.InUnit(unit, query.IncludeUnitsBelow);
        }

        if (query.UserType is { } type)
        {
            users = users.Where(u => u.UserType == type);
        }

        if (query.Role is { } role)
        {
            users = users.Where(u => scope.RoleGrants.Where(g => g.Role == role).Select(g => g.UserId).Contains(u.Id));
        }

        if (query.Text is not { } text || UserSearch.Key(text) is not { Length: > 0 } key)
        {
            return users;
        }

        return users.Where(u => u.SearchText.Contains(key));
    }

    /// <summary>From behind a record on. The first comparison is the one that an index begins at.</summary>
    private static IQueryable<UserRow> After(IQueryable<UserRow> users, string? cursor, bool descending)
    {
        if (cursor is null || Read(cursor) is not var (name, id))
        {
            return users;
        }

        return descending
            ? users.Where(u =>
                string.Compare(u.SortName, name) <= 0 && (string.Compare(u.SortName, name) < 0 || string.Compare(u.Id, id) < 0)
            )
            : users.Where(u =>
                string.Compare(u.SortName, name) >= 0 && (string.Compare(u.SortName, name) > 0 || string.Compare(u.Id, id) > 0)
            );
    }

    private static string Cursor(UserRow last) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(last.Id + "\n" + last.SortName)).Replace('+', '-').Replace('/', '_').TrimEnd('=');

    private static (string Name, string Id)? Read(string cursor)
    {
        if (cursor.Length > 1000)
        {
            return null;
        }

        var bytes = new byte[cursor.Length];
        if (
            !Convert.TryFromBase64String(
                cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '='),
                bytes,
                out var count
            )
        )
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, count);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 || text.Contains('\0', StringComparison.Ordinal) ? null : (text[(end + 1)..], text[..end]);
    }

    private static async Task<IReadOnlyList<GrantedRole>> ListRolesAsync(
        OrganizationScope scope,
        string userId,
        CancellationToken cancellationToken
    ) =>
        await scope
            .RoleGrants.Where(g => g.UserId == userId)
            .OrderBy(g => g.Role)
            .Select(g => new GrantedRole(g.Role, g.GrantedAt, g.GrantedBy))
            .ToListAsync(cancellationToken);
}
