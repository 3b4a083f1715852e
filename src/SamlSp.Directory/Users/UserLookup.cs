using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>Names and numbers from the store.</summary>
internal sealed class UserLookup(Store store, TimeProvider clock) : IUserLookup
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
}
