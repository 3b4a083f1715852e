using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>
/// Which attributes an answer has: <c>attributes</c> and <c>excludedAttributes</c> (RFC 7644 3.9). id and schemas are always there.
/// </summary>
internal sealed class Projection
{
    private readonly List<AttributePath> _wanted;
    private readonly List<AttributePath> _excluded;
    private readonly bool _some;

    private Projection(bool some, List<AttributePath> wanted, List<AttributePath> excluded) =>
        (_some, _wanted, _excluded) = (some, wanted, excluded);

    /// <summary>Reads the two parameters; names that no schema knows mean nothing.</summary>
    public static Projection Of(ScimResourceType type, string? attributes, string? excludedAttributes) =>
        new(!string.IsNullOrWhiteSpace(attributes), Paths(type, attributes), Paths(type, excludedAttributes));

    /// <summary>Whether a core attribute is in the answer, at least in part.</summary>
    public bool Wants(string name) =>
        _some
            ? _wanted.Exists(p => p.Extension is null && p.Attribute!.Name == name)
            : !_excluded.Exists(p => p is { Extension: null, Sub: null } && p.Attribute!.Name == name);

    public JsonObject Apply(JsonObject resource)
    {
        if (!_some && _excluded.Count == 0)
        {
            return resource;
        }

        var result = _some ? [] : resource;
        if (_some)
        {
            foreach (var always in new[] { "schemas", "id" })
            {
                result[always] = resource[always]?.DeepClone();
            }

            foreach (var path in _wanted)
            {
                Copy(resource, result, path);
            }

            return result;
        }

        foreach (var path in _excluded)
        {
            Remove(result, path);
        }

        return result;
    }

    private static List<AttributePath> Paths(ScimResourceType type, string? names) =>
        [
            .. (names ?? "")
                .Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Take(200)
                .Select(name => AttributePath.Find(type, name))
                .OfType<AttributePath>(),
        ];

    private static void Copy(JsonObject from, JsonObject to, AttributePath path)
    {
        if (path.Extension is { } extension)
        {
            if (from[extension.Id] is not JsonObject inner)
            {
                return;
            }

            if (to[extension.Id] is not JsonObject target)
            {
                to[extension.Id] = target = [];
            }

            if (path.Attribute is null)
            {
                to[extension.Id] = inner.DeepClone();
            }
            else
            {
                CopyAttribute(inner, target, path);
            }

            return;
        }

        CopyAttribute(from, to, path);
    }

    private static void CopyAttribute(JsonObject from, JsonObject to, AttributePath path)
    {
        var name = path.Attribute!.Name;
        if (from[name] is not { } value)
        {
            return;
        }

        if (path.Sub is null)
        {
            to[name] = value.DeepClone();
            return;
        }

        if (value is JsonArray array)
        {
            var there = to[name] as JsonArray ?? new JsonArray([.. array.Select(_ => new JsonObject())]);
            for (var i = 0; i < array.Count; i++)
            {
                there[i]![path.Sub.Name] = array[i]![path.Sub.Name]?.DeepClone();
            }

            to[name] = there.Parent is null ? there : there.DeepClone();
        }
        else
        {
            var there = to[name] as JsonObject ?? [];
            there[path.Sub.Name] = value[path.Sub.Name]?.DeepClone();
            if (there.Parent is null)
            {
                to[name] = there;
            }
        }
    }

    private static void Remove(JsonObject resource, AttributePath path)
    {
        if (path.Attribute is null)
        {
            resource.Remove(path.Extension!.Id);
            return;
        }

        if (path.Attribute.Returned == "always")
        {
            return;
        }

        if ((path.Extension is { } extension ? resource[extension.Id] as JsonObject : resource) is not { } container)
        {
            return;
        }

        if (path.Sub is null)
        {
            container.Remove(path.Attribute.Name);
        }
        else if (container[path.Attribute.Name] is JsonArray array)
        {
            foreach (var element in array.OfType<JsonObject>())
            {
                element.Remove(path.Sub.Name);
            }
        }
        else
        {
            (container[path.Attribute.Name] as JsonObject)?.Remove(path.Sub.Name);
        }
    }
}
