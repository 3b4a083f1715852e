using System.Text.Json;
using SamlSp.Claims;

namespace SamlSp.Tool;

/// <summary>
/// Attributes in a JSON file: <c>{"attribute": "value" | ["v1", "v2"] | null}</c>. Numbers and booleans count as their text.
/// </summary>
internal static class AttributeFile
{
    public static Dictionary<string, ExpressionValue> Read(string file) =>
        Parse(ToolFiles.ReadJson<Dictionary<string, JsonElement>>(file), file);

    public static Dictionary<string, ExpressionValue> Parse(IReadOnlyDictionary<string, JsonElement> values, string file) =>
        values.ToDictionary(static v => v.Key, v => Value(v.Key, v.Value, file), StringComparer.Ordinal);

    private static ExpressionValue Value(string name, JsonElement value, string file) =>
        value.ValueKind == JsonValueKind.Array
            ? ExpressionValue.FromList([.. value.EnumerateArray().Select(item => Text(name, item, file) ?? throw Wrong(name, file))])
            : ExpressionValue.FromText(Text(name, value, file));

    private static string? Text(string name, JsonElement value, string file) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "True",
            JsonValueKind.False => "False",
            JsonValueKind.Null => null,
            _ => throw Wrong(name, file),
        };

    private static UsageException Wrong(string name, string file) => new($"{file}: '{name}' is neither a text, a list of texts nor null");
}
