using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>The names of settings, as the forms have them.</summary>
internal static class SettingNames
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.Ordinal)
    {
        ["DisplayName"] = "Display name",
        ["Domains"] = "E-mail domains",
        ["PrimaryDomain"] = "Primary domain",
        ["TenantDomain"] = "Initial domain of the tenant",
        ["JustInTime"] = "Create users at their first sign-in",
        ["MatchByEmail"] = "Match users by e-mail address at their first sign-in",
        ["RefuseDeleted"] = "Refuse deleted users",
        ["Terms:Text"] = "Terms of service: text",
        ["Terms:Url"] = "Terms of service: link",
        ["NameId:Conditions"] = "Claim rules: rows of the NameID",
        ["NameId:Shape"] = "Claim rules: format of the NameID",
        ["NameId:Fallback"] = "Claim rules: when no row gives a NameID",
        ["Claims"] = "Claim rules: other claims",
        ["OrgUnitPath"] = "Org-unit expression",
        ["Connection:Protocol"] = "Connection: protocol",
        ["Connection:Enabled"] = "Connection: in use",
        ["Connection:MetadataUrl"] = "Connection: App Federation Metadata Url",
        ["Connection:Metadata"] = "Connection: uploaded metadata",
        ["Connection:SignRequests"] = "Connection: sign requests",
        ["Connection:AllowUnsolicited"] = "Connection: sign-in may start at the identity provider",
        ["Connection:AuthorizationUrl"] = "Connection: authorization URL",
        ["Connection:TokenUrl"] = "Connection: token URL",
        ["Connection:ClientId"] = "Connection: application (client) ID",
        ["Connection:ClientSecretExpires"] = "Connection: the secret expires on",
        ["Connection:Issuer"] = "Connection: issuer",
        ["reauthentication"] = "Re-authentication",
        ["frequency"] = "Sign in again after (hours:minutes:seconds)",
        ["method"] = "Method",
    };

    /// <summary>The name of a setting; its path if it has no other name.</summary>
    public static string From(string key) => Names.GetValueOrDefault(key, key);

    /// <summary>The names of the settings that a change is about.</summary>
    public static IReadOnlyList<string> Of(SettingsHistoryEntry entry)
    {
        var names = SettingsDifference.Between(entry.Before, entry.After).Select(change => change.Name);
        return [.. entry.SecretsChanged ? names.Append("Connection: client secret") : names];
    }

    /// <summary>The title of a change.</summary>
    public static string TitleOf(SettingsHistoryEntry entry) =>
        entry.Kind == SettingsHistoryKind.Policy ? $"Session policy of {entry.Subject}"
        : entry.Before is null ? "Organization created"
        : "Settings";
}
