using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The entries that a query means, each criterion by an index.</summary>
internal static class AuditFilter
{
    /// <summary>
    /// How far the order of numbers may differ from that of instants: refusals are written behind the back of those who sign in.
    /// </summary>
    private static readonly TimeSpan Disorder = TimeSpan.FromMinutes(15);

    /// <summary>Those of the criteria.</summary>
    public static async Task<IQueryable<AuditRow>> ApplyAsync(
        IQueryable<AuditRow> all,
        AuditQuery query,
        CancellationToken cancellationToken
    )
    {
        var entries = all;
        if (query.Before is { } number)
        {
            entries = entries.Where(e => e.Number < number);
        }

        if (query.After is { } after)
        {
            entries = entries.Where(e => e.Number > after);
        }

        if (query.From is { } from)
        {
            var first = await FirstAsync(all, from - Disorder, cancellationToken);
            entries = entries.Where(e => e.Number >= first && e.At >= from);
        }

        if (query.Until is { } until)
        {
            var end = await FirstAsync(all, until + Disorder, cancellationToken);
            entries = entries.Where(e => e.Number < end && e.At < until);
        }

        if (query.ExceptAction is { Length: > 0 } except)
        {
            entries = entries.Where(e => e.Action != except);
        }

        if (query.Action is { Length: > 0 } action)
        {
            entries = entries.Where(e => e.Action == action);
        }

        if (query.About is { Length: > 0 } about)
        {
            // Three queries and no "or": each goes down an index of its own.
            var mine = entries;
            entries = mine.Where(e => e.Target == about)
                .Concat(mine.Where(e => e.Actor == about && (e.Target == null || e.Target != about)))
                .Concat(mine.Where(e => e.Reference == about && e.Actor != about && (e.Target == null || e.Target != about)));
        }

        return entries;
    }

    /// <summary>
    /// The number of the first entry of an instant or later. Entries are numbered in the order of their instants, so that no index of
    /// instants is needed: each step halves the numbers that it can be.
    /// </summary>
    private static async Task<long> FirstAsync(IQueryable<AuditRow> all, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var low = await all.OrderBy(e => e.Number).Select(e => (long?)e.Number).FirstOrDefaultAsync(cancellationToken) ?? 0;
        var high =
            (await all.OrderByDescending(e => e.Number).Select(e => (long?)e.Number).FirstOrDefaultAsync(cancellationToken) ?? 0) + 1;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var found = await all.Where(e => e.Number >= middle)
                .OrderBy(e => e.Number)
                .Select(e => new { e.Number, e.At })
                .FirstOrDefaultAsync(cancellationToken);
            if (found is null || found.At >= at)
            {
                high = middle;
            }
            else
            {
                low = found.Number + 1;
            }
        }

        return low;
    }
}
