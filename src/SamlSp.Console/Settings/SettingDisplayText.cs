using System.Globalization;
using System.Text.RegularExpressions;

namespace SamlSp.Console;

/// <summary>Display texts of settings and of mistakes in them: with the names of the fields, not with keys of the configuration.</summary>
internal static partial class SettingDisplayText
{
    /// <summary>The fields of the forms: the setting's path, the label, and the ID of the input.</summary>
    private static readonly Dictionary<string, (string Label, string? Id)> Fields = new(StringComparer.Ordinal)
    {
        ["Connection"] = ("Connection", null),
        ["Connection:MetadataUrl"] = ("App Federation Metadata Url", "metadata-url"),
        ["Connection:Metadata"] = ("Metadata file", "upload"),
        ["Connection:SignRequests"] = ("Sign requests", "sign-requests"),
        ["Connection:AllowUnsolicited"] = ("Allow sign-in from My Apps", "unsolicited"),
        ["Connection:AuthorizationUrl"] = ("Authorization URL (v2)", "authorization-url"),
        ["Connection:TokenUrl"] = ("Token URL (v2)", "token-url"),
        ["Connection:ClientId"] = ("Application (client) ID", "client-id"),
        ["Connection:ClientSecret"] = ("Client secret", "client-secret"),
        ["Connection:ClientSecretExpires"] = ("The secret expires on", "secret-ends"),
        ["Connection:Issuer"] = ("Issuer", "issuer"),
        ["Name"] = ("Organization", null),
        ["DisplayName"] = ("Display name", "name"),
        ["Domains"] = ("E-mail domains", "domains"),
        ["PrimaryDomain"] = ("Primary domain", "primary"),
        ["TenantDomain"] = ("Initial domain of the tenant", "tenant"),
        ["MatchByEmail"] = ("Match users by e-mail address", null),
        ["Terms:Text"] = ("Terms of service", "terms"),
        ["Terms:Url"] = ("Link to the terms of service", "terms-url"),
        ["OrgUnitPath"] = ("Org-unit expression", null),
    };

    /// <summary>A mistake as a sentence: the field, a colon, and what is wrong.</summary>
    public static string Error(string error)
    {
        var (label, _, text) = Split(error);
        return label.Length == 0 ? Sentence(text) : $"{label}: {Sentence(text)}";
    }

    /// <summary>A mistake in its parts: the label of the field, the ID of its input if it is on a form, and what is wrong.</summary>
    public static (string Label, string? Id, string Text) Split(string error)
    {
        var end = error.IndexOf(": ", StringComparison.Ordinal);
        if (end < 0)
        {
            return ("", null, error);
        }

        var (path, text) = (error[..end], Keys().Replace(error[(end + 2)..], static key => $"“{LabelOf(key.Value)}”"));
        var field = Fields.GetValueOrDefault(path);
        return field.Label is not null ? (field.Label, field.Id, text)
            : path.StartsWith("Domains:", StringComparison.Ordinal) ? (Fields["Domains"].Label, Fields["Domains"].Id, text)
            : Rule().Match(path) is { Success: true } rule ? (RuleText(rule), null, text)
            : (path, null, text);
    }

    /// <summary>The name of a setting's field; the path itself if it is in no form.</summary>
    public static string Label(string path) => Fields.TryGetValue(path, out var field) ? field.Label : path;

    private static string LabelOf(string key) => Fields.GetValueOrDefault("Connection:" + key).Label ?? Fields[key].Label;

    private static string RuleText(Match rule)
    {
        var claim = rule.Groups["claim"] is { Success: true } number ? "claim " + OneBased(number) : "NameID";
        return "Claim rules, " + claim + (rule.Groups["row"] is { Success: true } row ? ", row " + OneBased(row) : "");
    }

    private static string OneBased(Group index) =>
        (int.Parse(index.ValueSpan, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);

    private static string Sentence(string text) => text.Length == 0 || text[^1] is '.' or '?' or '!' ? text : text + ".";

    /// <summary>Keys that the mistakes name besides their own.</summary>
    [GeneratedRegex(
        @"\b(MetadataUrl|AuthorizationUrl|TokenUrl|ClientId|ClientSecret|SignRequests|Domains|PrimaryDomain|TenantDomain)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        100
    )]
    private static partial Regex Keys();

    [GeneratedRegex(
        @"^(NameId|Claims:(?<claim>[0-9]{1,4}))(:Conditions:(?<row>[0-9]{1,4}))?(:|$)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        100
    )]
    private static partial Regex Rule();
}
