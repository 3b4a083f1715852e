using System.Text.Json;
using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

internal sealed partial class OrganizationScope
{
    /// <summary>How many changes of an organization are kept: the newest.</summary>
    public const int MaxHistory = 500;

    /// <summary>Changes of settings and policies.</summary>
    public IQueryable<SettingsHistoryRow> SettingsHistory => _context.Set<SettingsHistoryRow>().AsNoTracking();

    /// <summary>Adds a change to the history, and removes the oldest ones; <see cref="SaveAsync"/> writes it.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="subject">The path of the org unit; empty for settings.</param>
    /// <param name="before">JSON of what was there before; null for nothing.</param>
    /// <param name="after">JSON of what is there now; null for nothing.</param>
    /// <param name="secretsChanged">Whether a secret was changed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task AddHistoryAsync(
        SettingsHistoryKind kind,
        string subject,
        string? before,
        string? after,
        bool secretsChanged,
        CancellationToken cancellationToken
    )
    {
        Add(
            new SettingsHistoryRow
            {
                Organization = Organization,
                At = Now,
                Actor = Actor ?? throw new InvalidOperationException("A write that is kept in the history names its actor."),
                Kind = kind,
                Subject = subject,
                SecretsChanged = secretsChanged,
                PackedBefore = Pack(before),
                PackedAfter = Pack(after),
            }
        );
        await SettingsHistory.OrderByDescending(c => c.Number).Skip(MaxHistory - 1).ExecuteDeleteAsync(cancellationToken);
    }

    private static byte[]? Pack(string? json) =>
        json is null ? null : PackedJson.Pack(json, static (writer, text) => writer.WriteRawValue(text));
}
