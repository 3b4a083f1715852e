using Microsoft.EntityFrameworkCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>
/// The last accepted sign-ins of an organization, one for each user: a sample on which settings are tried before they are saved. Sessions
/// are kept for a day after their end.
/// </summary>
internal sealed class RecentSignIns(Store store)
{
    /// <summary>How many sessions are looked through.</summary>
    private const int MaxSessions = 1000;

    /// <summary>
    /// The last sign-in of one user, and then those of others. Members and guests take turns, newest first: a few guests must not
    /// disappear behind many members.
    /// </summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="first">The ID of the record that comes first.</param>
    /// <param name="others">How many others at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<RecentSignIn>> ListAsync(
        string organization,
        string first,
        int others,
        CancellationToken cancellationToken
    ) =>
        store.ReadAsync<IReadOnlyList<RecentSignIn>>(
            organization,
            async scope =>
            {
                // (1) Sessions that were not ended are found by an index. Ended ones only where these are few.
                var found = await NewestAsync(scope.Sessions.Where(s => s.EndedAt == null), cancellationToken);
                if (found.DistinctBy(s => s.UserId).Count() <= others)
                {
                    found.AddRange(await NewestAsync(scope.Sessions.Where(s => s.EndedAt != null), cancellationToken));
                }

                found.AddRange(await NewestAsync(scope.Sessions.Where(s => s.UserId == first), cancellationToken));

                // (2) The newest of each user, in turns by type of user.
                var chosen = found
                    .OrderByDescending(s => s.CreatedAt)
                    .ThenBy(s => s.Reference, StringComparer.Ordinal)
                    .DistinctBy(s => s.UserId)
                    .GroupBy(s => s.UserType)
                    .SelectMany(type => type.Select((session, turn) => (Session: session, Turn: turn)))
                    .OrderBy(s => s.Session.UserId == first ? -1 : s.Turn)
                    .Select(s => s.Session.Reference)
                    .Take(others + 1)
                    .ToList();
                var rows = await scope.Sessions.Where(s => chosen.Contains(s.Reference)).ToListAsync(cancellationToken);

                // (3) Users who cannot sign in anyway say nothing, nor do owners by link, who have no record.
                var ids = rows.ConvertAll(row => row.UserId);
                var pinned = await scope
                    .Users.Where(u => ids.Contains(u.Id) && !u.Suspended && u.DeletedAt == null)
                    .ToDictionaryAsync(u => u.Id, u => u.OrgUnitPinned, StringComparer.Ordinal, cancellationToken);
                return
                [
                    .. rows.Where(row => pinned.ContainsKey(row.UserId))
                        .OrderBy(row => chosen.IndexOf(row.Reference))
                        .Select(row => new RecentSignIn(SessionMapping.ToSession(row, row.Reference), pinned[row.UserId])),
                ];
            },
            cancellationToken
        );

    /// <summary>Who has each of these NameIDs, by the name in lower case; names that nobody has are left out.</summary>
    public Task<IReadOnlyDictionary<string, string>> HoldersAsync(
        string organization,
        IReadOnlyCollection<string> nameIds,
        CancellationToken cancellationToken
    ) =>
        store.ReadAsync<IReadOnlyDictionary<string, string>>(
            organization,
            async scope =>
            {
                var lower = nameIds.Select(name => name.ToLowerInvariant()).Distinct(StringComparer.Ordinal).ToList();
                return await scope
                    .Users.Where(u => u.NameIdLower != null && lower.Contains(u.NameIdLower) && u.DeletedAt == null)
                    .ToDictionaryAsync(u => u.NameIdLower!, u => u.Id, StringComparer.Ordinal, cancellationToken);
            },
            cancellationToken
        );

    private static Task<List<Found>> NewestAsync(IQueryable<SessionRow> sessions, CancellationToken cancellationToken) =>
        sessions
            .OrderByDescending(s => s.CreatedAt)
            .Take(MaxSessions)
            .Select(s => new Found(s.Reference, s.UserId, s.UserType, s.CreatedAt))
            .ToListAsync(cancellationToken);

    private sealed record Found(string Reference, string UserId, UserType UserType, DateTimeOffset CreatedAt);
}
