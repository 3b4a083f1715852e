using System.Collections;
using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace SamlSp.Server.Tests;

/// <summary>Writes the JSON schema (draft 7) of settings, from the types that they are bound to and from the XML docs of these.</summary>
internal sealed partial class SchemaWriter
{
    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Dictionary<Assembly, Dictionary<string, string>> _docs = [];

    /// <summary>Writes the schema of the section <c>SamlSp</c>.</summary>
    /// <param name="root">The type of the section itself; null for one that other packages write.</param>
    /// <param name="sections">Types of sections within it.</param>
    /// <param name="isWhole">Whether there are no other keys.</param>
    public string Write(Type? root, IReadOnlyDictionary<string, Type> sections, bool isWhole)
    {
        var section = root is null ? new JsonObject { ["type"] = "object", ["properties"] = new JsonObject() } : Object(root);
        if (!isWhole)
        {
            section.Remove("additionalProperties");
        }

        foreach (var (name, type) in sections)
        {
            section["properties"]![name] = Value(type, null);
        }

        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["type"] = "object",
            ["properties"] = new JsonObject { ["SamlSp"] = section },
        };
        return schema.ToJsonString(Format).ReplaceLineEndings("\n") + "\n";
    }

    /// <summary>The properties that settings can have, as the check at start sees them.</summary>
    public static IEnumerable<PropertyInfo> Properties(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(p => p is { SetMethod: not null, Name: not "Events" });

    /// <summary>The type of the elements of a list, or of the values of a dictionary; null for anything else.</summary>
    public static Type? Element(Type type) =>
        type.IsArray ? type.GetElementType()
        : type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1]
        : null;

    private JsonObject Object(Type type)
    {
        var properties = new JsonObject();
        foreach (var property in Properties(type))
        {
            properties[property.Name] = Value(property.PropertyType, Describe(property));
        }

        return new()
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
    }

    private JsonObject Value(Type type, string? description)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        var json =
            type == typeof(string) ? new JsonObject { ["type"] = Types("string", "null") }
            : type == typeof(TimeSpan)
                ? new JsonObject { ["type"] = "string", ["pattern"] = "^(\\d+\\.)?\\d{1,2}:\\d{2}(:\\d{2}(\\.\\d+)?)?$" }
            : type == typeof(DateOnly) ? new JsonObject { ["type"] = "string", ["format"] = "date" }
            : type == typeof(bool) ? new JsonObject { ["type"] = Types("boolean", "null") }
            : type.IsEnum ? new JsonObject { ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(name => JsonValue.Create(name))]) }
            : type.IsPrimitive ? new JsonObject { ["type"] = Types("integer", "null") }
            : Element(type) is { } element
                ? typeof(IDictionary).IsAssignableFrom(type)
                    || type.GetGenericTypeDefinition().Name.Contains("Dictionary", StringComparison.Ordinal)
                        ? new JsonObject { ["type"] = "object", ["additionalProperties"] = Value(element, null) }
                    : new JsonObject { ["type"] = "array", ["items"] = Value(element, null) }
            : Object(type);
        if (description is not null)
        {
            json.Insert(0, "description", description);
        }

        return json;
    }

    private static JsonArray Types(params string[] types) => [.. types.Select(type => JsonValue.Create(type))];

    private string? Describe(PropertyInfo property)
    {
        var assembly = property.DeclaringType!.Assembly;
        if (!_docs.TryGetValue(assembly, out var docs))
        {
            _docs[assembly] = docs = XDocument
                .Load(Path.ChangeExtension(assembly.Location, ".xml"))
                .Descendants("member")
                .ToDictionary(
                    member => (string)member.Attribute("name")!,
                    member => Text(member.Element("summary")),
                    StringComparer.Ordinal
                );
        }

        return docs.GetValueOrDefault($"P:{property.DeclaringType.FullName}.{property.Name}");
    }

    private static string Text(XElement? summary) =>
        summary is null
            ? ""
            : Blanks()
                .Replace(
                    string.Concat(
                        summary
                            .Nodes()
                            .Select(node =>
                                node is XElement { HasAttributes: true } reference
                                    ? (reference.Attributes().First().Value is var name ? name[(name.LastIndexOf('.') + 1)..] : "")
                                : node is XElement element ? element.Value
                                : node.ToString()
                            )
                    ),
                    " "
                )
                .Trim();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Blanks();
}
