using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>Writes what was added and changed, and announces changes to all nodes with the transaction's commit.</summary>
    private async Task PublishAsync(List<ChangeRow> changes, CancellationToken cancellationToken)
    {
        if (changes.Count == 0)
        {
            return;
        }

        // Numbers must be given out in the order of commits, or a reader that has seen a higher one would miss this: held to the end of the
        // transaction.
        if (!IsSqlite)
        {
            await _context.Database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(5351907205)", cancellationToken);
        }

        _context.AddRange(changes);
        await _context.SaveChangesAsync(cancellationToken);
        if (!IsSqlite)
        {
            await _context.Database.ExecuteSqlRawAsync("SELECT pg_notify('samlsp_changes', '')", cancellationToken);
        }
    }
}
