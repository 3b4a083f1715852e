using System.Text.Json.Nodes;

namespace SamlSp.Directory;

/// <summary>A change of an organization's settings, or of an org unit's session policy: who, when, before and after.</summary>
internal sealed record SettingsHistoryEntry
{
    /// <summary>The number, rising; given by the store.</summary>
    public required long Number { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: as in the audit trail.</summary>
    public required string Actor { get; init; }

    /// <summary>What it is about.</summary>
    public required SettingsHistoryKind Kind { get; init; }

    /// <summary>The path of the org unit; empty for settings.</summary>
    public required string Subject { get; init; }

    /// <summary>Whether a secret was changed. Its value is not kept.</summary>
    public required bool SecretsChanged { get; init; }

    /// <summary>What was there before, in the form of the configuration; null for nothing.</summary>
    public JsonNode? Before { get; init; }

    /// <summary>What is there since, in the form of the configuration; null for nothing.</summary>
    public JsonNode? After { get; init; }
}
