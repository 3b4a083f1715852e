using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    private const int SessionBatch = 500;

    private readonly List<string> _endedSessions = [];

    /// <summary>
    /// The sessions that this transaction ends or makes shorter: once it is committed, nobody may find them in memory as they were.
    /// </summary>
    public IReadOnlyList<string> EndedSessions => _endedSessions;

    /// <summary>Sessions that hold.</summary>
    public IQueryable<SessionRow> LiveSessions(DateTimeOffset now) => Sessions.Where(s => s.EndedAt == null && s.ExpiresAt > now);

    /// <summary>Ends all of a person's sessions, and the API tokens that came of them; returns how many sessions.</summary>
    /// <param name="userId">The record's ID.</param>
    /// <param name="cause">Why.</param>
    /// <param name="actor">Whom the audit trail names.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<int> EndSessionsOfAsync(
        string userId,
        SessionEndCause cause,
        string actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => await EndSessionsAsync(LiveSessions(now).Where(s => s.UserId == userId), cause, actor, now, cancellationToken);

    /// <summary>Ends sessions, and the API tokens that came of them; returns how many sessions.</summary>
    /// <param name="sessions">Which ones.</param>
    /// <param name="cause">Why.</param>
    /// <param name="actor">Whom the audit trail names; null for the person themselves.</param>
    /// <param name="now">The instant, UTC.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<int> EndSessionsAsync(
        IQueryable<SessionRow> sessions,
        SessionEndCause cause,
        string? actor,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        var meant = await sessions.Select(s => new { s.Reference, s.UserId }).ToListAsync(cancellationToken);
        if (meant.Count == 0)
        {
            return 0;
        }

        foreach (var batch in meant.Chunk(SessionBatch))
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

        foreach (var session in meant)
        {
            Audit(now, actor ?? session.UserId, AuditActions.SessionEnded, session.Reference, code: cause.ToString());
        }

        await PublishAsync(meant.ConvertAll(s => s.Reference), now, cancellationToken);
        SamlSpTelemetry.CountEnded(count, cause);
        return count;
    }
}
