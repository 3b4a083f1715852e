using System.Text.Json;
using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>
/// Reads a resource that was sent whole (POST, PUT). What only we can set is passed over (RFC 7644 3.3, 3.5.1), what no schema knows is
/// passed over or refused.
/// </summary>
internal sealed class ResourceReader(ScimResourceType type, bool strict)
{
    private readonly AttributeReader _reader = new(strict);

    public bool TryRead(JsonObject body, out JsonObject resource, out ScimError? error)
    {
        resource = [];
        error = null;
        foreach (var (name, value) in body)
        {
            if (name.Equals("schemas", StringComparison.OrdinalIgnoreCase))
            {
                if (value is not null and not JsonArray)
                {
                    error = ScimError.Value("schemas is an array of URNs.");
                }
            }
            else if (type.FindSchema(name) is { } extension && extension != type.Core)
            {
                error = ReadExtension(resource, extension, value);
            }
            else
            {
                error = Read(resource, name, AttributePath.Find(type, name), value);
            }

            if (error is not null)
            {
                return false;
            }
        }

        return true;
    }

    private ScimError? ReadExtension(JsonObject resource, ScimSchema extension, JsonNode? value)
    {
        if (value is null)
        {
            return null;
        }

        if (value is not JsonObject attributes)
        {
            return ScimError.Value($"{extension.Name} is an object.");
        }

        foreach (var (name, inner) in attributes)
        {
            if (Read(resource, name, extension.Find(name) is { } attribute ? new(extension, attribute, null) : null, inner) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private ScimError? Read(JsonObject resource, string name, AttributePath? path, JsonNode? value)
    {
        if (path?.Attribute is not { } attribute)
        {
            return strict ? ScimError.Value("An attribute is known to no schema: " + Shown(name)) : null;
        }

        if (attribute.Mutability == Mutability.ReadOnly || attribute.Name == "members")
        {
            return null;
        }

        if (path.Sub is not null)
        {
            // Flat names such as name.givenName belong to PATCH; here they are taken as well.
            var parent = ResourceTree.Get(resource, path) as JsonObject ?? [];
            var merged = (JsonObject)parent.DeepClone();
            merged[path.Sub.Name] = value?.DeepClone();
            value = attribute.MultiValued ? new JsonArray(merged) : merged;
        }

        if (!_reader.TryRead(attribute, value, out var read, out var error))
        {
            return error;
        }

        if (read is not null)
        {
            ResourceTree.Set(resource, path with { Sub = null }, read);
        }

        return null;
    }

    /// <summary>A name as it may stand in an answer: short, and nothing but what attributes' names have.</summary>
    private static string Shown(string name) => JsonEncodedText.Encode(name.Length > 100 ? name[..100] : name).ToString();
}
