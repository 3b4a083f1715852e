using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>The names of settings, as the forms have them.</summary>
internal static class SettingNames
{
    /// <summary>The name of a setting; its path if it has no other name.</summary>
    public static string From(string key) =>
        SettingField.All.GetValueOrDefault(key) is { } field ? field.InHistory ?? field.Label ?? key : key;

    /// <summary>The names of the settings that a change is about.</summary>
    public static IReadOnlyList<string> Of(SettingsHistoryEntry entry)
    {
        var names = SettingsDifference.Between(entry.Before, entry.After).Select(change => change.Name);
        return [.. entry.SecretsChanged ? names.Append(From("Connection:ClientSecret")) : names];
    }

    /// <summary>The title of a change.</summary>
    public static string TitleOf(SettingsHistoryEntry entry) =>
        entry.Kind == SettingsHistoryKind.Policy ? $"Session policy of {entry.Subject}"
        : entry.Before is null ? "Organization created"
        : "Settings";
}
