namespace SamlSp.Directory;

/// <summary>A change of settings as stored. Never changed; only the newest of an organization are kept.</summary>
internal sealed class SettingsHistoryRow : IOrganizationOwned
{
    public long Number { get; init; }

    public required string Organization { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Actor { get; init; }

    public required SettingsHistoryKind Kind { get; init; }

    /// <summary>The path of the org unit; empty for settings.</summary>
    public required string Subject { get; init; }

    /// <summary>Whether a secret was changed. Its value is not kept.</summary>
    public required bool SecretsChanged { get; init; }

    /// <summary>What was there before, as <see cref="PackedJson"/>; null for nothing.</summary>
    public byte[]? PackedBefore { get; init; }

    /// <summary>What is there since, as <see cref="PackedJson"/>; null for nothing.</summary>
    public byte[]? PackedAfter { get; init; }
}
