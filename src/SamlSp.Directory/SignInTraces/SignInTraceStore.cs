using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Sign-in attempts in the store.</summary>
internal sealed class SignInTraceStore(Store store, SignInTraceMapping mapping, TimeProvider clock) : ISignInTraceStore
{
    private const int Batch = 1000;

    private static readonly OrganizationSql Insert = new(
        "INSERT INTO sign_in_traces (organization, reference, organization_name, at, hour, code, reason, identity_provider_error, user_id,"
            + " milliseconds, packed_content, detail, detail_until, packed_values)"
            + " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)"
    );

    /// <summary>How long after its session an attempt is recorded at most; a user may sign in again and again in this time.</summary>
    private static readonly TimeSpan RecordedWithin = TimeSpan.FromSeconds(30);

    private static readonly OrganizationSql FindOfSession = new(
        "SELECT reference, at, user_id, packed_content FROM sign_in_traces"
            + " WHERE organization = $1 AND user_id = $2 AND at >= $3 AND at < $4 AND code IS NULL ORDER BY at LIMIT 5"
    );

    /// <inheritdoc />
    public Task AddAsync(IReadOnlyList<SignInTraceEntry> entries, CancellationToken cancellationToken)
    {
        // Attempts that proved nobody's have no organization, and an empty name stands for it.
        var batch = new StatementBatch();
        foreach (var entry in entries)
        {
            var row = mapping.ToRow(entry);
            batch.Add(
                row.Organization,
                Insert,
                row.Reference,
                row.OrganizationName,
                row.At,
                row.Hour,
                row.Code,
                row.Reason,
                row.IdentityProviderError,
                row.UserId,
                SqlValue.Real(row.Milliseconds),
                row.PackedContent,
                row.Detail,
                row.DetailUntil,
                row.PackedValues
            );
            if (IsAuditedHere(entry))
            {
                batch.AddAudit(
                    new()
                    {
                        At = row.At,
                        Organization = row.Organization,
                        Actor = row.UserId ?? AuditActors.Unknown,
                        Action = AuditActions.SignInRefused,
                        Target = row.UserId,
                        Reference = row.Reference,
                        Code = row.Code,
                    }
                );
            }
        }

        return store.WriteAsync(batch, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<SignInTraceEntry?> FindAsync(string reference, CancellationToken cancellationToken) =>
        await store.ReadWideAsync(wide => wide.FindSignInTraceAsync(reference, cancellationToken), cancellationToken) is { } row
            ? mapping.ToEntry(row, clock.GetUtcNow())
            : null;

    /// <inheritdoc />
    public async Task<SignInTraceValues?> FindValuesAsync(string organization, string reference, CancellationToken cancellationToken) =>
        await store.ReadAsync(
            organization,
            scope =>
                scope.SignInTraces.Where(t => t.Reference == reference).Select(t => t.PackedValues).FirstOrDefaultAsync(cancellationToken),
            cancellationToken
        )
            is { } packed
            ? mapping.ToValues(packed)
            : null;

    /// <inheritdoc />
    public Task<IReadOnlyList<SignInTraceEntry>> ListAsync(SignInTraceQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<SignInTraceEntry>>(
            query.Organization,
            async scope =>
            {
                var rows = Matching(scope.SignInTraces, query);
                if (query.After is { } last)
                {
                    rows = query.OldestFirst
                        ? rows.Where(t => t.At > last.At || (t.At == last.At && string.Compare(t.Reference, last.Reference) > 0))
                        : rows.Where(t => t.At < last.At || (t.At == last.At && string.Compare(t.Reference, last.Reference) < 0));
                }

                var found = await (
                    query.OldestFirst
                        ? rows.OrderBy(t => t.At).ThenBy(t => t.Reference)
                        : rows.OrderByDescending(t => t.At).ThenByDescending(t => t.Reference)
                )
                    .Take(Math.Clamp(query.Limit, 1, 500))
                    .ToListAsync(cancellationToken);
                return [.. found.Select(row => mapping.ToEntry(row, now: null))];
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<int> CountAsync(SignInTraceQuery query, int limit, CancellationToken cancellationToken) =>
        store.ReadAsync(
            query.Organization,
            scope => Matching(scope.SignInTraces, query).Select(t => t.Reference).Take(limit).CountAsync(cancellationToken),
            cancellationToken
        );

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<string, SignInTraceEntry>> FindOfSessionsAsync(
        string organization,
        IReadOnlyCollection<Session> sessions,
        CancellationToken cancellationToken
    )
    {
        // One look-up for each, all in one round trip: the attempt is recorded when its session has been stored.
        var batch = new StatementBatch();
        var key = OrganizationScope.Key(organization);
        foreach (var session in sessions)
        {
            batch.Add(key, FindOfSession, session.UserId, session.CreatedAt, session.CreatedAt + RecordedWithin);
        }

        var found = new Dictionary<string, SignInTraceEntry>(StringComparer.Ordinal);
        if (sessions.Count == 0)
        {
            return found;
        }

        foreach (var row in (await store.ReadAsync(batch, cancellationToken)).SelectMany(result => result.Rows))
        {
            if (
                SignInTraceMapping.ToEntry(row.Text(0), organization, row.Instant(1), row.Text(2), row.BytesOrNull(3)) is
                { Session: { } session } entry
            )
            {
                found[session] = entry;
            }
        }

        return found;
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<SignInTraceCount>> CountAsync(
        string organization,
        DateTimeOffset from,
        DateTimeOffset before,
        CancellationToken cancellationToken
    ) =>
        store.ReadAsync<IReadOnlyList<SignInTraceCount>>(
            organization,
            async scope =>
            {
                var counts = await scope
                    .SignInTraces.Where(t => t.At >= from && t.At < before)
                    .GroupBy(t => new { t.Hour, t.Code })
                    .Select(g => new
                    {
                        g.Key.Hour,
                        g.Key.Code,
                        Count = g.Count(),
                    })
                    .ToListAsync(cancellationToken);
                return
                [
                    .. counts
                        .OrderBy(c => c.Hour)
                        .ThenBy(c => c.Code, StringComparer.Ordinal)
                        .Select(c => new SignInTraceCount(new(c.Hour * TimeSpan.TicksPerHour, TimeSpan.Zero), c.Code, c.Count)),
                ];
            },
            cancellationToken
        );

    /// <inheritdoc />
    public async Task<int> CleanAsync(DateTimeOffset olderThan, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var total = 0;
        while (true)
        {
            var deleted = await store.WriteWideAsync(
                wide => wide.CleanSignInTracesAsync(olderThan, now, Batch, cancellationToken),
                cancellationToken
            );
            total += deleted;
            if (deleted < Batch)
            {
                return total;
            }
        }
    }

    /// <summary>Those of the criteria, without the place where a page begins.</summary>
    private static IQueryable<SignInTraceRow> Matching(IQueryable<SignInTraceRow> rows, SignInTraceQuery query)
    {
        if (query.Code is { } code)
        {
            rows = rows.Where(t => t.Code == code);
        }
        else if (query.Accepted is { } accepted)
        {
            rows = rows.Where(t => t.Code == null == accepted);
        }

        if (query.UserId is { } user)
        {
            rows = rows.Where(t => t.UserId == user);
        }

        if (query.From is { } from)
        {
            rows = rows.Where(t => t.At >= from);
        }

        if (query.Before is { } before)
        {
            rows = rows.Where(t => t.At < before);
        }

        return rows;
    }

    /// <summary>
    /// Refusals of genuine messages are in the audit trail. Those for the user record are written with the refusal itself, and what proved
    /// nothing is not: strangers must not fill the trail.
    /// </summary>
    private static bool IsAuditedHere(SignInTraceEntry entry) =>
        entry is { Accepted: false, Values: not null, Organization: not null }
        && entry.Checks is not [.., { Check: SignInChecks.Record, Passed: false }];
}
