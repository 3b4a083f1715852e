using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Claims;

/// <summary>
/// App role assignments. Each value is the JSON object that Entra sends for a role (<c>id</c>, <c>value</c>, <c>displayName</c>)
/// or, as in a token's role claim, the role's value alone.
/// </summary>
internal static class RoleFunctions
{
    /// <summary>
    /// One JSON object for each role, as Entra's PATCH carries them. Whether they add or replace is the request's business, not the
    /// value's.
    /// </summary>
    public static ExpressionValue Complex(EvaluationContext context, CallExpression call)
    {
        var values = context.Argument(call, 0).Values;
        return ExpressionValue.FromList([.. values.Select(static v => (Read(v) ?? new JsonObject { ["value"] = v }).ToJsonString())]);
    }

    /// <summary>The first role's value (its display name where it has none). Entra promises no order when there are several.</summary>
    public static ExpressionValue Single(EvaluationContext context, CallExpression call)
    {
        if (context.Argument(call, 0).Values is not [var first, ..])
        {
            return ExpressionValue.Null;
        }

        var role = Read(first);
        return ExpressionValue.FromText(role is null ? first : Property(role, "value") ?? Property(role, "displayName"));
    }

    private static JsonObject? Read(string value)
    {
        if (!value.StartsWith('{'))
        {
            return null;
        }

        try
        {
            return JsonNode.Parse(value, documentOptions: new JsonDocumentOptions { MaxDepth = 8 }) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Property(JsonObject role, string name)
    {
        try
        {
            return
                role.TryGetPropertyValue(name, out var node)
                && node is JsonValue value
                && value.TryGetValue<string>(out var text)
                && text.Length > 0
                ? text
                : null;
        }
        catch (ArgumentException)
        {
            // An object with a name twice is only noticed when it is read.
            return null;
        }
    }
}
