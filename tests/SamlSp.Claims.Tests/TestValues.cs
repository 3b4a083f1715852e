using System.Text.Json;

namespace SamlSp.Claims.Tests;

/// <summary>Reads and writes values as the reference pages show them.</summary>
internal static class TestValues
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Dictionary<string, ExpressionValue> Attributes(string json) =>
        JsonSerializer
            .Deserialize<Dictionary<string, JsonElement>>(json)!
            .ToDictionary(
                static v => v.Key,
                static v =>
                    v.Value.ValueKind switch
                    {
                        JsonValueKind.Null => ExpressionValue.Null,
                        JsonValueKind.Array => ExpressionValue.FromList([.. v.Value.EnumerateArray().Select(static i => i.GetString()!)]),
                        _ => ExpressionValue.FromText(v.Value.GetString()),
                    }
            );

    public static string Show(ExpressionValue value) =>
        value.Kind switch
        {
            ExpressionValueKind.Ignored => "does not flow",
            ExpressionValueKind.List => $"[{string.Join(", ", value.Values.Select(static v => JsonSerializer.Serialize(v, Options)))}]",
            _ => JsonSerializer.Serialize(value.Text, Options),
        };
}
