using System.Globalization;
using System.Text.RegularExpressions;

namespace SamlSp.Console;

/// <summary>Display texts of settings and of mistakes in them: with the names of the fields, not with keys of the configuration.</summary>
internal static partial class SettingDisplayText
{
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
        return Find(path) is { Label: { } label } field ? (label, field.Id, text)
            : path.StartsWith("Domains:", StringComparison.Ordinal) && Find("Domains") is { Label: { } domains } list
                ? (domains, list.Id, text)
            : Rule().Match(path) is { Success: true } rule ? (RuleText(rule), null, text)
            : (path, null, text);
    }

    /// <summary>The name of a setting's field; the path itself if it is in no form.</summary>
    public static string Label(string path) => Find(path).Label ?? path;

    private static string LabelOf(string key) => Find("Connection:" + key).Label ?? Label(key);

    private static SettingField Find(string path) => SettingField.All.GetValueOrDefault(path);

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
