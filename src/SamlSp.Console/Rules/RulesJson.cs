using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SamlSp.Claims;

namespace SamlSp.Console;

/// <summary>Claims with their rows as JSON: as <c>samlsp claim</c> reads one, in a list.</summary>
internal static class RulesJson
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,

        // The page encodes the text again, so it can be readable here.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Claims as text.</summary>
    public static string Write(IEnumerable<ClaimRules> claims)
    {
        // Empty lists have no meaning and are left out.
        var nodes = JsonSerializer.SerializeToNode(claims, Json)!;
        foreach (var claim in nodes.AsArray())
        {
            Tidy(claim!["conditions"]);
        }

        return nodes.ToJsonString(Json);
    }

    /// <summary>Reads claims from a text. Returns the error in it otherwise.</summary>
    public static (IReadOnlyList<ClaimRules> Claims, string? Error) Read(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return ([], null);
        }

        try
        {
            var claims = JsonSerializer.Deserialize<List<ClaimRules>>(text, Json) ?? [];
            if (
                claims.Exists(claim =>
                    claim?.Conditions is null || claim.Conditions.Any(row => row is null || row.Transformations?.Contains(null!) == true)
                )
            )
            {
                return ([], "Rules: a claim, a row or a transformation is null");
            }

            return claims.Count(IsNameId) > 1 ? ([], "Rules: nameid occurs twice") : (claims, null);
        }
        catch (JsonException e)
        {
            // A syntax error has an inner exception with a useful message. The other messages name our own types.
            var reason = e.InnerException is JsonException syntax ? ": " + syntax.Message.Split(" LineNumber:", 2)[0] : "";
            return ([], $"Rules: this is not a list of claims (line {(e.LineNumber ?? 0) + 1}, at {e.Path ?? "$"}){reason}");
        }
    }

    /// <summary>Whether the rows are those of the NameID.</summary>
    public static bool IsNameId(ClaimRules claim) => string.Equals(claim.Claim, "nameid", StringComparison.OrdinalIgnoreCase);

    private static void Tidy(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
            {
                Tidy(item);
            }
        }

        if (node is not JsonObject row)
        {
            return;
        }

        foreach (var (name, value) in row.ToList())
        {
            if (value is JsonArray { Count: 0 })
            {
                row.Remove(name);
            }
            else
            {
                Tidy(value);
            }
        }
    }
}
