using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>The audit trail.</summary>
    public IQueryable<AuditRow> AuditEntries => _context.Set<AuditRow>().AsNoTracking();

    /// <summary>Adds an audit entry; <see cref="SaveAsync"/> writes it.</summary>
    /// <param name="action">One of <see cref="AuditActions"/>.</param>
    /// <param name="target">To whom or what; null where there is none.</param>
    /// <param name="details">More, written as a JSON object; null for none.</param>
    /// <param name="code">The reason code; null for none.</param>
    /// <exception cref="InvalidOperationException">The scope has no <see cref="Actor"/>.</exception>
    public void Audit(string action, string? target, object? details = null, string? code = null) =>
        Audit(Actor ?? throw new InvalidOperationException("A write that is audited names its actor."), action, target, details, code);

    private void Audit(string actor, string action, string? target, object? details, string? code) =>
        Add(
            new AuditRow
            {
                At = Now,
                Organization = Organization,
                Actor = actor,
                Action = action,
                Target = target,
                Code = code,
                Details = details is null ? null : JsonSerializer.Serialize(details),
            }
        );
}
