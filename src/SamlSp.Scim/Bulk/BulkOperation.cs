using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>An operation of a bulk request as it was sent (RFC 7644 3.7).</summary>
/// <param name="Method">The method in capitals.</param>
/// <param name="Path">The path below the organization.</param>
/// <param name="BulkId">What later operations call the resource that this one makes.</param>
/// <param name="Version">The version that the resource must have.</param>
/// <param name="Data">The body.</param>
internal sealed record BulkOperation(string? Method, string? Path, string? BulkId, string? Version, JsonNode? Data)
{
    /// <summary>What the name of a resource begins with that another operation makes.</summary>
    public const string Reference = "bulkId:";

    /// <summary>Whether it may name what another operation of the request makes.</summary>
    public bool HasReferences { get; private init; }

    public static BulkOperation Read(JsonObject? operation) =>
        operation is null
            ? new(null, null, null, null, null)
            : new(
                Text(operation, "method")?.ToUpperInvariant(),
                Text(operation, "path"),
                Text(operation, "bulkId"),
                Text(operation, "version"),
                Field(operation, "data")
            )
            {
                HasReferences = operation.ToJsonString().Contains(Reference, StringComparison.Ordinal),
            };

    /// <summary>A field by its name in any case.</summary>
    public static JsonNode? Field(JsonObject json, string name) =>
        json.FirstOrDefault(p => p.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    private static string? Text(JsonObject json, string name) =>
        Field(json, name) is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
