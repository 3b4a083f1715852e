using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>
/// Applies operations to a resource, one after the other. The first that fails refuses the request, and the resource is discarded. Takes
/// both dialects of Entra: an operation with a path for each attribute, and one without a path whose value has dotted names as keys.
/// </summary>
internal sealed class PatchApplier(ScimResourceType type, JsonObject resource, bool strict)
{
    private readonly AttributeReader _reader = new(strict);

    /// <summary>Applies an operation.</summary>
    public ScimError? Apply(PatchOperation operation)
    {
        if (operation.Path is { } text)
        {
            if (!FilterParser.TryParsePath(type, text, out var path, out var wrong))
            {
                return ScimError.Path($"A path cannot be read: {wrong}.");
            }

            return path is null ? Unknown() : Apply(operation.Kind, path, operation.Value);
        }

        if (operation.Kind == PatchKind.Remove)
        {
            return ScimError.NoTarget("A remove needs a path.");
        }

        if (operation.Value is not JsonObject attributes)
        {
            return ScimError.Value("Without a path, value is an object with attributes.");
        }

        foreach (var (name, value) in attributes)
        {
            if (name.Equals("schemas", StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            if (!FilterParser.TryParsePath(type, name, out var path, out var wrong))
            {
                return ScimError.Path($"An attribute's name cannot be read: {wrong}.");
            }

            if ((path is null ? Unknown() : Apply(operation.Kind, path, value)) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    /// <summary>Applies an operation whose path is known.</summary>
    public ScimError? Apply(PatchKind kind, AttributePath path, JsonNode? value)
    {
        if (path.Attribute is not { } attribute)
        {
            return ApplyToExtension(kind, path.Extension!, value);
        }

        if (attribute.Mutability == Mutability.ReadOnly)
        {
            return kind != PatchKind.Remove && JsonNode.DeepEquals(resource[attribute.Name], value)
                ? null
                : ScimError.Mutability(attribute.Name);
        }

        if (attribute.MultiValued)
        {
            return path.Filter is not null || path.Sub is not null ? ApplyToElements(kind, path, value) : ApplyToAll(kind, path, value);
        }

        return path.Sub is not null ? ApplyToSub(kind, path, value) : ApplyToWhole(kind, path, value);
    }

    private ScimError? Unknown() => strict ? ScimError.Path("A path names an attribute that no schema knows.") : null;

    private ScimError? ApplyToExtension(PatchKind kind, ScimSchema extension, JsonNode? value)
    {
        if (kind == PatchKind.Remove)
        {
            ResourceTree.RemoveExtension(resource, extension);
            return null;
        }

        if (value is not JsonObject attributes)
        {
            return ScimError.Value($"{extension.Name} is an object.");
        }

        foreach (var (name, inner) in attributes)
        {
            var path = AttributePath.Find(type, extension.Id + ":" + name);
            if ((path is null ? Unknown() : Apply(kind, path, inner)) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private ScimError? ApplyToWhole(PatchKind kind, AttributePath path, JsonNode? value)
    {
        var attribute = path.Attribute!;
        JsonNode? read = null;
        if (kind != PatchKind.Remove && !_reader.TryRead(attribute, value, out read, out var error))
        {
            return error;
        }

        // RFC 7644 3.5.2.2: removing a required attribute is a matter of mutability.
        if (kind == PatchKind.Remove && attribute.Required)
        {
            return ScimError.Mutability(attribute.Name);
        }

        if (read is null && (attribute.Required || attribute.Name == "active"))
        {
            return ScimError.Value($"{attribute.Name} needs a value.");
        }

        // An object changes the sub-attributes that it names (RFC 7644 3.5.2.1, 3.5.2.3).
        if (
            read is JsonObject parts
            && value is JsonObject given
            && ResourceTree.Get(resource, path) is JsonObject there
            && !parts.ContainsKey("value")
        )
        {
            var merged = (JsonObject)there.DeepClone();
            foreach (var (name, _) in given)
            {
                if (attribute.Sub(name) is not { } sub)
                {
                    continue;
                }

                if (parts[sub.Name] is { } part)
                {
                    merged[sub.Name] = part.DeepClone();
                }
                else
                {
                    merged.Remove(sub.Name);
                }
            }

            read = merged.Count == 0 ? null : merged;
        }

        ResourceTree.Set(resource, path, read);
        return null;
    }

    private ScimError? ApplyToSub(PatchKind kind, AttributePath path, JsonNode? value)
    {
        var whole = ResourceTree.Get(resource, path) as JsonObject;
        JsonNode? read = null;
        if (kind != PatchKind.Remove && !_reader.TryRead(path.Sub!, value, out read, out var error))
        {
            return error;
        }

        var changed = whole is null ? [] : (JsonObject)whole.DeepClone();
        if (read is null)
        {
            changed.Remove(path.Sub!.Name);
        }
        else
        {
            changed[path.Sub!.Name] = read;
        }

        ResourceTree.Set(resource, path, changed.Count == 0 ? null : changed);
        return null;
    }

    private ScimError? ApplyToAll(PatchKind kind, AttributePath path, JsonNode? value)
    {
        var attribute = path.Attribute!;
        var elements = Elements(path);
        JsonNode? read = null;
        if (value is not null && !_reader.TryRead(attribute, kind == PatchKind.Remove ? Named(value) : value, out read, out var error))
        {
            return error;
        }

        var given = read as JsonArray ?? [];
        switch (kind)
        {
            case PatchKind.Replace:
                elements = [.. given.Select(Copy)];
                break;
            case PatchKind.Add:
                foreach (var element in given.Select(Copy))
                {
                    Append(elements, element);
                }

                break;
            case PatchKind.Remove when value is null:
                elements = [];
                break;
            default:
                // Entra's older dialect names in the value what is removed.
                elements.RemoveAll(element =>
                    given
                        .OfType<JsonObject>()
                        .Any(gone =>
                            Text(gone["value"]) is { } id && string.Equals(id, Text(element["value"]), StringComparison.OrdinalIgnoreCase)
                        )
                );
                break;
        }

        return Write(path, elements);
    }

    private ScimError? ApplyToElements(PatchKind kind, AttributePath path, JsonNode? value)
    {
        var attribute = path.Attribute!;
        var elements = Elements(path);
        var meant = path.Filter is null ? [.. elements] : elements.FindAll(element => ElementMatcher.Matches(path.Filter, element));
        JsonNode? read = null;
        if (kind != PatchKind.Remove)
        {
            if (path.Sub is { } sub)
            {
                if (!_reader.TryRead(sub, value, out read, out var error))
                {
                    return error;
                }
            }
            else
            {
                if (
                    !_reader.TryReadElement(attribute, value is JsonArray { Count: 1 } one ? one[0] : value, out var element, out var error)
                )
                {
                    return error;
                }

                read = element;
            }
        }

        if (meant.Count == 0)
        {
            if (read is null)
            {
                return null;
            }

            // Nothing matches: an add creates the value with what the filter names. A replace has no target (RFC 7644 3.5.2.3), except in
            // the form by which Entra sets a value that may not be there yet.
            var created = path.Filter is null ? [] : ElementMatcher.Describe(path.Filter);
            if (created is null || kind == PatchKind.Replace && !IsEntrasForm(path, created))
            {
                return ScimError.NoTarget($"No value of {attribute.Name} matches the path.");
            }

            Merge(created, path.Sub, read);
            Append(elements, created);
            return Write(path, elements);
        }

        foreach (var element in meant)
        {
            if (read is null && (path.Sub is null || path.Sub.Name == "value"))
            {
                elements.Remove(element);
            }
            else if (read is null)
            {
                element.Remove(path.Sub!.Name);
            }
            else
            {
                Merge(element, path.Sub, read);
            }

            if (Is(element["primary"]))
            {
                OthersAreNotPrimary(elements, element);
            }
        }

        elements.RemoveAll(element => !element.Any(p => p.Key is not ("type" or "primary")));
        return Write(path, elements);
    }

    /// <summary>
    /// Entra's own paths name a sub-attribute of the value with a type, or of the primary one: <c>emails[type eq "work"].value</c>,
    /// <c>roles[primary eq "True"].value</c>.
    /// </summary>
    private static bool IsEntrasForm(AttributePath path, JsonObject described) =>
        path.Sub is not null && described.All(part => part.Key is "type" or "primary");

    /// <summary>A remove names values by objects, or by their texts alone.</summary>
    private static JsonArray Named(JsonNode value)
    {
        var named = new JsonArray();
        foreach (var node in value as JsonArray ?? new JsonArray(value.DeepClone()))
        {
            named.Add(node is JsonValue text ? new JsonObject { ["value"] = text.DeepClone() } : node?.DeepClone());
        }

        return named;
    }

    private ScimError? Write(AttributePath path, List<JsonObject> elements)
    {
        if (elements.Count > AttributeReader.MaxValues)
        {
            return ScimError.Value($"{path.Attribute!.Name} has more than {AttributeReader.MaxValues} values.");
        }

        ResourceTree.Set(resource, path, elements.Count == 0 ? null : new JsonArray([.. elements]));
        return null;
    }

    /// <summary>Copies of the elements that there are.</summary>
    private List<JsonObject> Elements(AttributePath path) =>
        ResourceTree.Get(resource, path) is JsonArray array ? [.. array.Select(Copy)] : [];

    private static JsonObject Copy(JsonNode? element) => (JsonObject)element!.DeepClone();

    private static void Append(List<JsonObject> elements, JsonObject element)
    {
        if (elements.Exists(there => JsonNode.DeepEquals(there, element)))
        {
            return;
        }

        // The same value once more, with other particulars, is a change of it.
        var known = elements.Find(there =>
            Text(there["value"]) is { } same && same == Text(element["value"]) && Text(there["type"]) == Text(element["type"])
        );
        if (known is not null)
        {
            Merge(known, null, element);
        }
        else
        {
            elements.Add(element);
        }

        if (Is(element["primary"]))
        {
            OthersAreNotPrimary(elements, known ?? element);
        }
    }

    private static void Merge(JsonObject element, ScimAttribute? sub, JsonNode read)
    {
        if (sub is not null)
        {
            element[sub.Name] = read.DeepClone();
        }
        else
        {
            foreach (var (name, value) in (JsonObject)read)
            {
                element[name] = value?.DeepClone();
            }
        }
    }

    private static void OthersAreNotPrimary(List<JsonObject> elements, JsonObject primary)
    {
        foreach (var other in elements.Where(e => e != primary && Is(e["primary"])))
        {
            other["primary"] = false;
        }
    }

    private static bool Is(JsonNode? node) => node is JsonValue value && value.GetValueKind() == JsonValueKind.True;

    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.GetValueKind() == JsonValueKind.String ? value.GetValue<string>() : null;
}
