using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>A resource as JSON, reached by attribute paths.</summary>
internal static class ResourceTree
{
    public static JsonNode? Get(JsonObject resource, AttributePath path)
    {
        var container = path.Extension is null ? resource : resource[path.Extension.Id] as JsonObject;
        return container?[path.Attribute!.Name];
    }

    /// <summary>Sets an attribute; null takes it away, and with the last one of an extension the extension.</summary>
    public static void Set(JsonObject resource, AttributePath path, JsonNode? value)
    {
        var container = resource;
        if (path.Extension is { } extension)
        {
            if (resource[extension.Id] is JsonObject there)
            {
                container = there;
            }
            else if (value is null)
            {
                return;
            }
            else
            {
                resource[extension.Id] = container = [];
            }
        }

        if (value is not null)
        {
            container[path.Attribute!.Name] = value;
        }
        else
        {
            container.Remove(path.Attribute!.Name);
        }

        if (path.Extension is { } emptied && container.Count == 0)
        {
            resource.Remove(emptied.Id);
        }
    }

    /// <summary>Removes an extension with all that is in it.</summary>
    public static void RemoveExtension(JsonObject resource, ScimSchema extension) => resource.Remove(extension.Id);

    /// <summary>The names of the attributes that differ, with <c>extension:</c> cut down to the extension's name.</summary>
    public static IReadOnlyList<string> Changes(JsonObject before, JsonObject after)
    {
        var changed = new List<string>();
        foreach (var name in before.Select(p => p.Key).Union(after.Select(p => p.Key), StringComparer.Ordinal))
        {
            if (name is "meta" or "schemas" || JsonNode.DeepEquals(before[name], after[name]))
            {
                continue;
            }

            if (!name.StartsWith("urn:", StringComparison.Ordinal))
            {
                changed.Add(name);
            }
            else
            {
                changed.AddRange(Changes(before[name] as JsonObject ?? [], after[name] as JsonObject ?? []));
            }
        }

        return changed;
    }
}
