using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The audit trail in the store.</summary>
internal sealed class AuditTrail(Store store) : IAuditTrail
{
    private const int MaxAtOnce = 1000;

    /// <inheritdoc />
    public Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        store.WriteAsync(
            entry.Organization,
            entry.Actor,
            async scope =>
            {
                scope.Add(ToRow(entry));
                await scope.SaveAsync(cancellationToken);
                return true;
            },
            cancellationToken
        );

    /// <inheritdoc />
    public Task<IReadOnlyList<AuditEntry>> ListAsync(string organization, long? before, int limit, CancellationToken cancellationToken) =>
        SearchAsync(organization, new() { Before = before, Limit = limit }, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<AuditEntry>> SearchAsync(string organization, AuditQuery query, CancellationToken cancellationToken) =>
        store.ReadAsync<IReadOnlyList<AuditEntry>>(
            organization,
            async scope =>
            {
                var entries = await AuditFilter.ApplyAsync(scope.AuditEntries, query, cancellationToken);
                var rows = await (query.OldestFirst ? entries.OrderBy(e => e.Number) : entries.OrderByDescending(e => e.Number))
                    .Take(Math.Clamp(query.Limit, 1, MaxAtOnce))
                    .ToListAsync(cancellationToken);
                return
                [
                    .. rows.Select(e => new AuditEntry
                    {
                        Number = e.Number,
                        At = e.At,
                        Organization = organization,
                        Actor = e.Actor,
                        Action = e.Action,
                        Target = e.Target,
                        Reference = e.Reference,
                        Code = e.Code,
                        Details = e.Details,
                    }),
                ];
            },
            cancellationToken
        );

    internal static AuditRow ToRow(AuditEntry entry) =>
        new()
        {
            At = entry.At,
            Organization = OrganizationScope.Key(entry.Organization),
            Actor = entry.Actor,
            Action = entry.Action,
            Target = entry.Target,
            Reference = entry.Reference,
            Code = entry.Code,
            Details = entry.Details,
        };
}
