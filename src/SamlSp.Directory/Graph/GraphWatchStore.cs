using System.Text.Json;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>How far the tenants' changes were read, for all nodes. A turn is taken with one statement, so that one node has it.</summary>
internal sealed class GraphWatchStore(Store store, TimeProvider clock) : IGraphWatchStore
{
    private static readonly OrganizationSql AddFirst = new(
        "INSERT INTO graph_watches (organization, link, next_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
    );

    private static readonly OrganizationSql Take = new(
        "UPDATE graph_watches SET next_at = $3 WHERE organization = $1 AND next_at <= $2 RETURNING link"
    );

    private static readonly OrganizationSql Save = new("UPDATE graph_watches SET link = $2, next_at = $3 WHERE organization = $1");

    private static readonly OrganizationSql WithSessions = new(
        "SELECT u.object_id_lower FROM users u WHERE u.organization = $1 AND u.object_id_lower IN (SELECT item.value FROM EACH($2))"
            + " AND EXISTS (SELECT 1 FROM sessions s"
            + " WHERE s.organization = $1 AND s.user_id = u.id AND s.ended_at IS NULL AND s.expires_at > $3)"
    );

    /// <inheritdoc />
    public async Task<(bool IsTaken, string? Link)> TryTakeTurnAsync(
        string organization,
        DateTimeOffset now,
        DateTimeOffset next,
        CancellationToken cancellationToken
    )
    {
        var (batch, key) = (new StatementBatch(), OrganizationScope.Key(organization));
        batch.Add(key, AddFirst, (string?)null, now);
        var taken = batch.Add(key, Take, now, next);
        return (await store.WriteAsync(batch, cancellationToken))[taken].Rows is [var row] ? (true, row.TextOrNull(0)) : (false, null);
    }

    /// <inheritdoc />
    public Task SaveAsync(string organization, string? link, DateTimeOffset next, CancellationToken cancellationToken)
    {
        var batch = new StatementBatch();
        batch.Add(OrganizationScope.Key(organization), Save, link, next);
        return store.WriteAsync(batch, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<IReadOnlySet<string>> WithSessionsAsync(
        string organization,
        IReadOnlyCollection<string> objectIds,
        CancellationToken cancellationToken
    ) =>
        (await store.ReadAsync(organization, WithSessions, [JsonSerializer.Serialize(objectIds), clock.GetUtcNow()], cancellationToken))
            .Select(row => row.Text(0))
            .ToHashSet(StringComparer.Ordinal);
}
