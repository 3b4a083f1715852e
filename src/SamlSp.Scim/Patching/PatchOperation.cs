using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>One operation of a PATCH request (RFC 7644 3.5.2).</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Path">The path as sent; null where the value names the attributes.</param>
/// <param name="Value">The value; null where there is none.</param>
internal sealed record PatchOperation(PatchKind Kind, string? Path, JsonNode? Value)
{
    /// <summary>The most operations of a request.</summary>
    public const int MaxCount = 1000;

    /// <summary>Reads the operations of a request.</summary>
    public static bool TryReadAll(JsonObject body, out IReadOnlyList<PatchOperation> operations, out ScimError? error)
    {
        operations = [];
        error = null;
        if (Field(body, "Operations") is not JsonArray array)
        {
            error = ScimError.Syntax("Operations is required: an array.");
        }
        else if (array.Count > MaxCount)
        {
            error = ScimError.TooMany($"There are more than {MaxCount} operations.");
        }

        if (error is not null)
        {
            return false;
        }

        var read = new List<PatchOperation>();
        foreach (var node in (JsonArray)Field(body, "Operations")!)
        {
            if (node is not JsonObject operation || !TryRead(operation, read, out error))
            {
                error ??= ScimError.Syntax("An operation is an object.");
                return false;
            }
        }

        operations = read;
        return true;
    }

    private static bool TryRead(JsonObject operation, List<PatchOperation> read, out ScimError? error)
    {
        error = null;
        var kind = Text(Field(operation, "op"))?.ToLowerInvariant() switch
        {
            "add" => PatchKind.Add,
            "replace" => PatchKind.Replace,
            "remove" => PatchKind.Remove,
            _ => (PatchKind?)null,
        };
        var path = Field(operation, "path");
        if (kind is null)
        {
            error = ScimError.Syntax("op is add, replace or remove.");
        }
        else if (path is not null && Text(path) is null)
        {
            error = ScimError.Path("path is a text.");
        }
        else
        {
            read.Add(new(kind.Value, Text(path) is { Length: > 0 } text ? text : null, Field(operation, "value")));
        }

        return error is null;
    }

    private static JsonNode? Field(JsonObject json, string name) =>
        json.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
