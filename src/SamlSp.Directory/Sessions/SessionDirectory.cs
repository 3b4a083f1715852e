using System.Globalization;
using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

#pragma warning disable CA1862 // These comparisons become SQL, which has no StringComparison.

/// <summary>Sessions out of the store, by organization.</summary>
internal sealed class SessionDirectory(Store store) : ISessionDirectory
{
    private const int MaxAtOnce = 1000;

    /// <inheritdoc />
    public Task<SessionPage> ListAsync(string organization, SessionQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope =>
            {
                var sessions = Matching(scope.LiveSessions, query);
                if (Cursor(query.After) is var (at, reference))
                {
                    sessions = query.OldestFirst
                        ? sessions.Where(s => s.CreatedAt > at || (s.CreatedAt == at && string.Compare(s.Reference, reference) > 0))
                        : sessions.Where(s => s.CreatedAt < at || (s.CreatedAt == at && string.Compare(s.Reference, reference) < 0));
                }

                var limit = Math.Clamp(query.Limit, 1, 200);
                var rows = await (
                    query.OldestFirst
                        ? sessions.OrderBy(s => s.CreatedAt).ThenBy(s => s.Reference)
                        : sessions.OrderByDescending(s => s.CreatedAt).ThenByDescending(s => s.Reference)
                )
                    .Take(limit + 1)
                    .ToListAsync(cancellationToken);
                var next =
                    rows.Count > limit
                        ? string.Create(CultureInfo.InvariantCulture, $"{rows[limit - 1].CreatedAt.UtcTicks}.{rows[limit - 1].Reference}")
                        : null;
                return new SessionPage([.. rows.Take(limit).Select(row => SessionMapping.ToSession(row, row.Reference))], next);
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<int> CountOfUnitAsync(string organization, string orgUnitPath, CancellationToken cancellationToken) =>
        store.ReadAsync(organization, scope => In(scope.LiveSessions, orgUnitPath).CountAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<int> EndAsync(
        string organization,
        IReadOnlyCollection<string> references,
        string actor,
        CancellationToken cancellationToken
    )
    {
        var meant = references.Where(SessionReference.IsReference).Take(MaxAtOnce).ToList();
        return EndAsync(organization, sessions => sessions.Where(s => meant.Contains(s.Reference)), actor, cancellationToken);
    }

    /// <inheritdoc />
    public Task<int> EndOfUserAsync(
        string organization,
        string userId,
        string? except,
        string actor,
        CancellationToken cancellationToken
    ) => EndAsync(organization, sessions => sessions.Where(s => s.UserId == userId && s.Reference != except), actor, cancellationToken);

    /// <inheritdoc />
    public Task<int> EndOfUnitAsync(string organization, string orgUnitPath, string actor, CancellationToken cancellationToken) =>
        EndAsync(organization, sessions => In(sessions, orgUnitPath), actor, cancellationToken);

    private Task<int> EndAsync(
        string organization,
        Func<IQueryable<SessionRow>, IQueryable<SessionRow>> which,
        string actor,
        CancellationToken cancellationToken
    ) =>
        store.WriteAsync(
            organization,
            actor,
            scope => scope.EndSessionsAsync(which(scope.LiveSessions), SessionEndCause.Revoked, cancellationToken),
            cancellationToken
        );

    /// <summary>Those of the criteria, without the place where a page begins.</summary>
    internal static IQueryable<SessionRow> Matching(IQueryable<SessionRow> sessions, SessionQuery query)
    {
        if (query.UserId is { Length: > 0 } user)
        {
            sessions = sessions.Where(s => s.UserId == user);
        }

        if (query.OrgUnitPath is { Length: > 0 } path)
        {
            sessions = In(sessions, path);
        }

        if (query.Text?.Trim() is { Length: > 0 } text)
        {
            var lower = text.ToLowerInvariant();
            sessions = sessions.Where(s =>
                s.NameId.ToLower().Contains(lower) || (s.DisplayName != null && s.DisplayName.ToLower().Contains(lower))
            );
        }

        if (query.From is { } from)
        {
            sessions = sessions.Where(s => s.CreatedAt >= from);
        }

        if (query.Until is { } until)
        {
            sessions = sessions.Where(s => s.CreatedAt < until);
        }

        return sessions;
    }

    private static IQueryable<SessionRow> In(IQueryable<SessionRow> sessions, string path)
    {
        if (path == "/")
        {
            return sessions;
        }

        var (unit, below) = (path.ToLowerInvariant(), path.ToLowerInvariant() + "/");
        return sessions.Where(s => s.OrgUnitPath.ToLower() == unit || s.OrgUnitPath.ToLower().StartsWith(below));
    }

    private static (DateTimeOffset At, string Reference)? Cursor(string? after)
    {
        var dot = after?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        return
            dot > 0
            && long.TryParse(after.AsSpan(0, dot), CultureInfo.InvariantCulture, out var ticks)
            && ticks >= 0
            && !after!.Contains('\0', StringComparison.Ordinal)
            && ticks <= DateTimeOffset.MaxValue.UtcTicks
            ? (new(ticks, TimeSpan.Zero), after[(dot + 1)..])
            : null;
    }
}
