using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    private const int SessionBatch = 500;

    /// <summary>Above this number of changed sessions, nodes are told to read all of the organization's sessions again.</summary>
    private const int MaxAnnounced = 500;

    private readonly List<string> _endedSessions = [];

    /// <summary>Sessions, ended ones included.</summary>
    public IQueryable<SessionRow> Sessions => _context.Set<SessionRow>().AsNoTracking();

    /// <summary>Sessions that are neither ended nor expired.</summary>
    public IQueryable<SessionRow> LiveSessions
    {
        get
        {
            var now = Now;
            return Sessions.Where(s => s.EndedAt == null && s.ExpiresAt > now);
        }
    }

    /// <summary>
    /// The sessions that this transaction ends or makes shorter, or whose tokens it ends. After its commit the cache must not serve them
    /// any more.
    /// </summary>
    public IReadOnlyList<string> EndedSessions => _endedSessions;

    /// <summary>Ends all of a user's sessions, and the API tokens issued from them; returns how many sessions.</summary>
    /// <param name="userId">The record's ID.</param>
    /// <param name="cause">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<int> EndSessionsOfAsync(string userId, SessionEndCause cause, CancellationToken cancellationToken) =>
        EndSessionsAsync(LiveSessions.Where(s => s.UserId == userId), cause, cancellationToken);

    /// <summary>
    /// Ends sessions, and the API tokens issued from them; returns how many sessions. Without an <see cref="Actor"/>, the audit trail names
    /// the user of each session.
    /// </summary>
    /// <param name="sessions">Which ones.</param>
    /// <param name="cause">Why.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<int> EndSessionsAsync(IQueryable<SessionRow> sessions, SessionEndCause cause, CancellationToken cancellationToken)
    {
        var (count, now) = (0, Now);
        var ending = await sessions.Select(s => new { s.Reference, s.UserId }).ToListAsync(cancellationToken);
        if (ending.Count == 0)
        {
            return 0;
        }

        // The sessions and their tokens, in batches that both databases take as parameters.
        foreach (var batch in ending.Chunk(SessionBatch))
        {
            var references = batch.Select(s => s.Reference).ToList();
            count += await Sessions
                .Where(s => references.Contains(s.Reference) && s.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.EndedAt, now).SetProperty(s => s.EndedBy, cause), cancellationToken);
            var users = batch.Select(s => s.UserId).Distinct().ToList();
            await TokenFamilies
                .Where(f => users.Contains(f.UserId) && references.Contains(f.Session) && f.EndedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(f => f.EndedAt, now), cancellationToken);
        }

        // The audit trail, and the other nodes.
        foreach (var session in ending)
        {
            Audit(Actor ?? session.UserId, AuditActions.SessionEnded, session.Reference, details: null, cause.ToString());
        }

        await PublishSessionsAsync(ending.ConvertAll(s => s.Reference), cancellationToken);
        SamlSpTelemetry.CountEnded(count, cause);
        return count;
    }

    /// <summary>Writes what was added and changed, and announces with the commit that sessions, or tokens of them, have ended.</summary>
    public Task PublishSessionsAsync(IReadOnlyCollection<string> sessions, CancellationToken cancellationToken)
    {
        _endedSessions.AddRange(sessions);
        return PublishAsync(
            sessions.Count > MaxAnnounced
                ?
                [
                    new()
                    {
                        Kind = ChangeKind.SessionsChanged,
                        Session = "",
                        Subject = Organization,
                        At = Now,
                    },
                ]
                : sessions.Select(session => new ChangeRow { Session = session, At = Now }).ToList(),
            cancellationToken
        );
    }
}
