using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>Names and numbers from the store.</summary>
internal sealed class UserLookup(Store store, OrganizationLookup organizations, TimeProvider clock) : IUserLookup
{
    private const int MaxAtOnce = 1000;

    /// <summary>Counting reads all of the organization's users: it is done at most once in this time.</summary>
    private static readonly TimeSpan FiguresAge = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<string, (long At, UserCounts Counts)> _counts = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public Task<IReadOnlyDictionary<string, string>> NamesAsync(
        string organization,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    )
    {
        var asked = ids.Where(id => Guid.TryParse(id, out _)).Distinct(StringComparer.Ordinal).Take(MaxAtOnce).ToList();
        if (asked.Count == 0)
        {
            return Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());
        }

        return store.ReadAsync<IReadOnlyDictionary<string, string>>(
            organization,
            async scope =>
            {
                var rows = await scope
                    .Users.AsNoTracking()
                    .Where(u => asked.Contains(u.Id))
                    .Select(u => new
                    {
                        u.Id,
                        u.DisplayName,
                        u.NameId,
                        u.Mail,
                    })
                    .ToListAsync(cancellationToken);
                return rows.ToDictionary(u => u.Id, u => u.DisplayName ?? u.NameId ?? u.Mail ?? u.Id, StringComparer.Ordinal);
            },
            cancellationToken
        );
    }

    /// <inheritdoc />
    public async Task<UserCounts> CountAsync(string organization, CancellationToken cancellationToken)
    {
        var key = OrganizationScope.Key(organization);
        if (_counts.TryGetValue(key, out var known) && clock.GetElapsedTime(known.At) < FiguresAge)
        {
            return known.Counts;
        }

        var asked = clock.GetTimestamp();
        var counts = await store.ReadAsync(
            organization,
            async scope =>
            {
                var types = await scope
                    .Users.Where(u => u.DeletedAt == null)
                    .GroupBy(u => u.UserType)
                    .Select(g => new { g.Key, Count = g.Count() })
                    .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
                var suspended = await scope.Users.CountAsync(u => u.Suspended && u.DeletedAt == null, cancellationToken);
                var sessions = await scope.LiveSessions.CountAsync(cancellationToken);
                return new UserCounts(
                    types.GetValueOrDefault(UserType.Member),
                    types.GetValueOrDefault(UserType.EntraGuest),
                    types.GetValueOrDefault(UserType.ExternalGuest),
                    suspended,
                    sessions
                );
            },
            cancellationToken
        );
        _counts[key] = (asked, counts);
        return counts;
    }

    /// <inheritdoc />
    public Task<int> CountAsync(string organization, UserQuery query, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            scope => UserDirectory.Matching(scope, query).Select(u => u.Id).Take(limit).CountAsync(cancellationToken),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<int> CountAsync(string organization, SessionQuery query, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            scope =>
                SessionDirectory.Matching(scope.LiveSessions, query).Select(s => s.Reference).Take(limit).CountAsync(cancellationToken),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<int> CountAsync(string organization, AuditQuery query, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope =>
                await (await AuditFilter.ApplyAsync(scope.AuditEntries, query, cancellationToken))
                    .Select(e => e.Number)
                    .Take(limit)
                    .CountAsync(cancellationToken),
            cancellationToken
        );

    /// <inheritdoc />
    public Task<ILookup<string, string>> GroupsAsync(
        string organization,
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    ) =>
        store.ReadAsync(
            organization,
            async scope =>
            {
                var asked = ids.Take(MaxAtOnce).ToList();
                var named = await scope
                    .Users.AsNoTracking()
                    .Where(u => asked.Contains(u.Id) && u.RoleGroups != null)
                    .Select(u => new { u.Id, u.RoleGroups })
                    .ToListAsync(cancellationToken);
                var provisioned = await scope
                    .ProvisionedMembers.Where(m => asked.Contains(m.UserId))
                    .Join(scope.ProvisionedGroups, m => m.GroupId, g => g.Id, (m, g) => new { m.UserId, g.ExternalId })
                    .ToListAsync(cancellationToken);
                return named
                    .SelectMany(u => u.RoleGroups!.Split('\n').Select(group => (User: u.Id, Group: group)))
                    .Concat(provisioned.Where(m => m.ExternalId is not null).Select(m => (User: m.UserId, Group: m.ExternalId!)))
                    .ToLookup(g => g.User, g => g.Group, StringComparer.Ordinal);
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<bool> IsLastOwnerAsync(string organization, string userId, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            scope => scope.IsLastOwnerAsync(userId, organizations.OwnerGroups(organization), cancellationToken),
            cancellationToken
        );
}
