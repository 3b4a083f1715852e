using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The audit trail in the store.</summary>
internal sealed class AuditTrail(Store store) : IAuditTrail
{
    private const int MostAtOnce = 1000;

    /// <inheritdoc />
    public Task WriteAsync(AuditEntry entry, CancellationToken cancellationToken) => store.WriteAsync(entry.Organization, async scope =>
    {
        scope.Add(ToRow(entry));
        await scope.SaveAsync(cancellationToken);
        return true;
    }, cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<AuditEntry>> ListAsync(string organization, long? before, int limit, CancellationToken cancellationToken) => store.ReadAsync<IReadOnlyList<AuditEntry>>(organization, async scope =>
    {
        var entries = scope.AuditEntries;
        if (before is { } number) entries = entries.Where(e => e.Number < number);
        var rows = await entries.OrderByDescending(e => e.Number).Take(Math.Clamp(limit, 1, MostAtOnce)).ToListAsync(cancellationToken);
        return [.. rows.Select(e => new AuditEntry
        {
            Number = e.Number, At = e.At, Organization = organization, Actor = e.Actor, Action = e.Action, Target = e.Target, Reference = e.Reference, Code = e.Code, Details = e.Details,
        })];
    }, cancellationToken);

    internal static AuditRow ToRow(AuditEntry entry) => new()
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
