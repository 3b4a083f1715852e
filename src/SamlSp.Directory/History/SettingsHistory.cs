using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The history of an organization's settings, rules and session policies.</summary>
internal sealed class SettingsHistory(Store store)
{
    /// <summary>Changes, newest first.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="kind">What they are about; null for all.</param>
    /// <param name="before">Only those before this number; null for the newest.</param>
    /// <param name="limit">How many at most.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public Task<IReadOnlyList<SettingsHistoryEntry>> ListAsync(
        string organization,
        SettingsHistoryKind? kind,
        long? before,
        int limit,
        CancellationToken cancellationToken
    ) =>
        store.ReadAsync<IReadOnlyList<SettingsHistoryEntry>>(
            organization,
            async scope =>
            {
                var changes = scope.SettingsHistory;
                if (kind is { } only)
                {
                    changes = changes.Where(c => c.Kind == only);
                }

                if (before is { } number)
                {
                    changes = changes.Where(c => c.Number < number);
                }

                var rows = await changes.OrderByDescending(c => c.Number).Take(limit).ToListAsync(cancellationToken);
                return [.. rows.Select(ToEntry)];
            },
            cancellationToken
        );

    /// <summary>A change by its number; null when this organization has none with it.</summary>
    public Task<SettingsHistoryEntry?> FindAsync(string organization, long number, CancellationToken cancellationToken) =>
        store.ReadAsync(
            organization,
            async scope =>
                await scope.SettingsHistory.FirstOrDefaultAsync(c => c.Number == number, cancellationToken) is { } row
                    ? ToEntry(row)
                    : null,
            cancellationToken
        );

    private static SettingsHistoryEntry ToEntry(SettingsHistoryRow row) =>
        new()
        {
            Number = row.Number,
            At = row.At,
            Actor = row.Actor,
            Kind = row.Kind,
            Subject = row.Subject,
            SecretsChanged = row.SecretsChanged,
            Before = row.PackedBefore is { } before ? PackedJson.Unpack<JsonNode>(before) : null,
            After = row.PackedAfter is { } after ? PackedJson.Unpack<JsonNode>(after) : null,
        };
}
