using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>
/// Converts a value to the form of its attribute: names as the schema writes them, booleans from Entra's texts, an array where there may
/// be several values, and nothing where an empty text was sent. Texts stay as they are.
/// </summary>
internal sealed class AttributeReader(bool strict)
{
    /// <summary>The longest text, characters.</summary>
    public const int MaxTextLength = 8192;

    /// <summary>The most values of an attribute.</summary>
    public const int MaxValues = 100;

    /// <summary>Reads a value; null when nothing is there.</summary>
    public bool TryRead(ScimAttribute attribute, JsonNode? node, out JsonNode? value, out ScimError? error)
    {
        if (attribute.MultiValued)
        {
            return TryReadMany(attribute, node, out value, out error);
        }

        if (node is JsonArray { Count: <= 1 } one && attribute.Type == AttributeType.Complex)
        {
            node = one.Count == 0 ? null : one[0];
        }

        return TryReadOne(attribute, node, out value, out error);
    }

    /// <summary>Reads one of several values.</summary>
    public bool TryReadElement(ScimAttribute attribute, JsonNode? node, out JsonObject? value, out ScimError? error)
    {
        var read = TryReadOne(attribute, node, out var element, out error);
        value = element as JsonObject;
        if (value is not null && attribute.Name == "roles")
        {
            UnpackRole(value);
        }

        return read;
    }

    private bool TryReadMany(ScimAttribute attribute, JsonNode? node, out JsonNode? value, out ScimError? error)
    {
        value = null;
        error = null;
        if (node is null)
        {
            return true;
        }

        var elements = node is JsonArray array ? [.. array] : new List<JsonNode?> { node };
        if (elements.Count > MaxValues)
        {
            return Fail(attribute, $"has more than {MaxValues} values", out error);
        }

        var read = new JsonArray();
        var primary = false;
        foreach (var element in elements)
        {
            // A text has no type: which of the values it is would not be known.
            if (attribute.Type == AttributeType.Complex && element is JsonValue scalar && !IsEmpty(scalar))
            {
                return Fail(attribute, "is an array of objects", out error);
            }

            if (!TryReadElement(attribute, element, out var one, out error))
            {
                return false;
            }

            if (one is null)
            {
                continue;
            }

            if (one["primary"] is JsonValue flag && flag.GetValueKind() == JsonValueKind.True)
            {
                // One at most is primary (RFC 7643 2.4): the first.
                if (primary)
                {
                    one["primary"] = false;
                }

                primary = true;
            }

            read.Add(one);
        }

        value = read.Count == 0 ? null : read;
        return true;
    }

    private bool TryReadOne(ScimAttribute attribute, JsonNode? node, out JsonNode? value, out ScimError? error)
    {
        value = null;
        error = null;
        if (node is null)
        {
            return true;
        }

        if (attribute.Type == AttributeType.Complex)
        {
            return TryReadComplex(attribute, node, out value, out error);
        }

        if (node is not JsonValue scalar)
        {
            return Fail(attribute, "is a single value", out error);
        }

        var kind = scalar.GetValueKind();
        if (attribute.Type == AttributeType.Boolean)
        {
            if (kind is JsonValueKind.True or JsonValueKind.False)
            {
                value = kind == JsonValueKind.True;
            }
            else if (kind == JsonValueKind.String && bool.TryParse(scalar.GetValue<string>(), out var flag))
            {
                value = flag;
            }
            else if (kind != JsonValueKind.String || scalar.GetValue<string>().Length > 0)
            {
                return Fail(attribute, "is true or false", out error);
            }

            return true;
        }

        if (kind != JsonValueKind.String)
        {
            return Fail(attribute, "is a text", out error);
        }

        var text = scalar.GetValue<string>();
        if (text.Length > MaxTextLength)
        {
            return Fail(attribute, $"has more than {MaxTextLength} characters", out error);
        }

        if (!ScimText.IsStorable(text))
        {
            return Fail(attribute, "has a character that cannot be stored", out error);
        }

        if (text.Length > 0)
        {
            value = text;
        }

        return true;
    }

    private bool TryReadComplex(ScimAttribute attribute, JsonNode node, out JsonNode? value, out ScimError? error)
    {
        value = null;
        error = null;
        if (node is JsonValue && attribute.ValueAttribute is { } simple)
        {
            if (!TryReadOne(simple, node, out var inner, out error))
            {
                return false;
            }

            if (inner is not null)
            {
                value = new JsonObject { [simple.Name] = inner };
            }

            return true;
        }

        if (node is not JsonObject given)
        {
            return node is JsonValue empty && IsEmpty(empty) || Fail(attribute, "is an object", out error);
        }

        var read = new JsonObject();
        foreach (var (name, part) in given)
        {
            if (attribute.Sub(name) is not { } sub)
            {
                if (strict)
                {
                    return Fail(attribute, "has a sub-attribute that no schema knows", out error);
                }

                continue;
            }

            if (sub.Mutability == Mutability.ReadOnly)
            {
                continue;
            }

            if (!TryReadOne(sub, part, out var inner, out error))
            {
                return false;
            }

            if (inner is not null)
            {
                read[sub.Name] = inner;
            }
        }

        // A type or a primary flag alone says nothing.
        if (read.Any(p => p.Key is not ("type" or "primary")))
        {
            value = read;
        }

        return true;
    }

    /// <summary>Entra packs a role into a text: <c>{"id": "…", "value": "…", "displayName": "…"}</c>.</summary>
    private static void UnpackRole(JsonObject role)
    {
        if (
            role["value"] is not JsonValue packed
            || packed.GetValueKind() != JsonValueKind.String
            || packed.GetValue<string>() is not ['{', ..] text
        )
        {
            return;
        }

        try
        {
            if (
                JsonNode.Parse(text, documentOptions: new() { MaxDepth = 4 }) is not JsonObject inner
                || inner["value"] is not JsonValue value
                || value.GetValueKind() != JsonValueKind.String
            )
            {
                return;
            }

            role["value"] = value.GetValue<string>();
            if (inner["displayName"] is JsonValue name && name.GetValueKind() == JsonValueKind.String)
            {
                role["display"] = name.GetValue<string>();
            }
        }
        catch (JsonException)
        {
            // A role whose name begins with a brace.
        }
    }

    private static bool IsEmpty(JsonValue value) => value.GetValueKind() == JsonValueKind.String && value.GetValue<string>().Length == 0;

    private static bool Fail(ScimAttribute attribute, string what, out ScimError? error)
    {
        error = ScimError.Value($"{attribute.Name} {what}.");
        return false;
    }
}
