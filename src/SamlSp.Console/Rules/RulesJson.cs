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

        // The text goes through the page's own encoder: here it is for people.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Claims as text.</summary>
    public static string Write(IEnumerable<ClaimRules> claims)
    {
        // Empty lists say nothing and are left out.
        var nodes = JsonSerializer.SerializeToNode(claims, Json)!;
        foreach (var claim in nodes.AsArray())
        {
            Tidy(claim!["conditions"]);
        }

        return nodes.ToJsonString(Json);
    }

    /// <summary>Claims out of a text; the mistake in it otherwise.</summary>
    public static (IReadOnlyList<ClaimRules> Claims, string? Mistake) Read(string? text)
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
                return ([], "Rules: a claim, a row or a transformation is missing");
            }

            return claims.Count(IsNameId) > 1 ? ([], "Rules: nameid is there twice") : (claims, null);
        }
        catch (JsonException e)
        {
            // What is no JSON at all has an inner exception that says so; the other messages speak of types of ours.
            return (
                [],
                $"Rules: this is no list of claims (line {(e.LineNumber ?? 0) + 1}, at {e.Path ?? "$"}){(e.InnerException is JsonException syntax ? ": " + syntax.Message.Split(" LineNumber:", 2)[0] : "")}"
            );
        }
    }

    /// <summary>Whether it is the NameID that the rows are of.</summary>
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
