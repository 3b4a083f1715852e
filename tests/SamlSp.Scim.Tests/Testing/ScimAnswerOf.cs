using System.Net;
using System.Text.Json.Nodes;

namespace SamlSp.Scim.Tests;

/// <summary>An answer, read.</summary>
/// <param name="Status">The status.</param>
/// <param name="Json">The body; empty where there is none.</param>
/// <param name="Message">The rest.</param>
public sealed record ScimAnswerOf(HttpStatusCode Status, JsonObject Json, HttpResponseMessage Message)
{
    public string Id => Json["id"]!.GetValue<string>();

    public string? ScimType => Json["scimType"]?.GetValue<string>();

    public string Detail => Json["detail"]?.GetValue<string>() ?? "";

    public int Total => Json["totalResults"]!.GetValue<int>();

    public IReadOnlyList<JsonObject> Resources => [.. Json[nameof(Resources)]!.AsArray().Select(r => r!.AsObject())];

    public string? Text(string path)
    {
        JsonNode? node = Json;
        foreach (var part in path.Split('/'))
        {
            node = node is JsonArray array
                ? array.Count > int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)
                    ? array[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]
                    : null
                : node?[part];
        }

        return node?.ToString();
    }
}
