using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.EntraSandbox;

/// <summary>Reads the parameter <c>claims</c> (OpenID Connect Core 5.5), as far as Conditional Access does.</summary>
internal static class ClaimsRequest
{
    private const int Most = 25;

    /// <summary>The values of <c>id_token.acrs</c>; none if it is not there, or cannot be read.</summary>
    public static IReadOnlyList<string> Contexts(string? claims)
    {
        if (claims is null)
        {
            return [];
        }

        try
        {
            var acrs = JsonNode.Parse(claims)?["id_token"]?["acrs"];
            return acrs?["values"] is JsonArray several ? [.. several.Take(Most).Select(value => value!.GetValue<string>())]
                : acrs?["value"] is JsonValue one ? [one.GetValue<string>()]
                : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or NullReferenceException)
        {
            return [];
        }
    }
}
