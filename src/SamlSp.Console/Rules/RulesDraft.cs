using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>Claim rules and the org-unit expression as they stand in the form.</summary>
internal sealed class RulesDraft
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,

        // The text goes through the page's own encoder: here it is for people.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The revision that the form was opened with.</summary>
    public int Revision { get; set; }

    /// <summary>Rows for the NameID as JSON; empty for the default rules.</summary>
    public string? NameId { get; set; }

    /// <summary>The org-unit expression; empty for the default one.</summary>
    public string? OrgUnitPath { get; set; }

    internal static RulesDraft Of(OrganizationOptions settings, int revision) => new()
    {
        Revision = revision,
        NameId = settings.NameId.Conditions is { } rows ? Write(rows) : null,
        OrgUnitPath = settings.OrgUnitPath,
    };

    /// <summary>The rows that hold where none are written.</summary>
    internal static string DefaultRows(OrganizationOptions settings) => Write(DefaultNameIdRules.For(settings.PrimaryDomain));

    /// <summary>Puts the form into settings; the mistake in the JSON, if there is one.</summary>
    internal string? ApplyTo(OrganizationOptions settings)
    {
        settings.OrgUnitPath = string.IsNullOrWhiteSpace(OrgUnitPath) ? null : OrgUnitPath.Trim();
        if (string.IsNullOrWhiteSpace(NameId))
        {
            settings.NameId.Conditions = null;
            return null;
        }

        try
        {
            settings.NameId.Conditions = JsonSerializer.Deserialize<List<ClaimCondition>>(NameId, Json) ?? [];
            return settings.NameId.Conditions.Contains(null!) ? "NameId:Conditions: a row is missing" : null;
        }
        catch (JsonException e)
        {
            return $"NameId:Conditions: this is no list of rows (line {(e.LineNumber ?? 0) + 1}): {e.Message.Split(" Path:", 2)[0]}";
        }
    }

    private static string Write(IEnumerable<ClaimCondition> rows)
    {
        // Empty lists say nothing and are left out.
        var nodes = JsonSerializer.SerializeToNode(rows, Json)!;
        Tidy(nodes);
        return nodes.ToJsonString(Json);
    }

    private static void Tidy(System.Text.Json.Nodes.JsonNode? node)
    {
        if (node is System.Text.Json.Nodes.JsonArray list)
        {
            foreach (var item in list) Tidy(item);
        }

        if (node is not System.Text.Json.Nodes.JsonObject row) return;
        foreach (var (name, value) in row.ToList())
        {
            if (value is System.Text.Json.Nodes.JsonArray { Count: 0 }) row.Remove(name);
            else Tidy(value);
        }
    }
}
