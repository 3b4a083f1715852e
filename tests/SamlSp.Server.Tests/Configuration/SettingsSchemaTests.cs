using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>
/// The JSON schemas that editors complete and check settings by. <c>src/settings-schema.sh</c> writes them anew.
/// </summary>
public sealed partial class SettingsSchemaTests
{
    private static readonly Dictionary<string, Type> OfTheServer = new()
    {
        ["Storage"] = typeof(StorageOptions),
        ["Proxies"] = typeof(ProxyOptions),
        ["RateLimits"] = typeof(SamlSpRateLimitOptions),
        ["Http"] = typeof(HttpOptions),
        ["Sandbox"] = typeof(SandboxOptions),
    };

    [Theory]
    [InlineData("src/SamlSp.AspNetCore/build/ConfigurationSchema.json")]
    [InlineData("src/SamlSp.Directory/build/ConfigurationSchema.json")]
    [InlineData("src/SamlSp.Server/appsettings.schema.json")]
    public async Task Schema_OfEachPackage_IsWhatTheOptionsSay(string file)
    {
        var path = Path.Combine(Repository.Root, file);
        var written = Write(file);
        if (Environment.GetEnvironmentVariable("SAMLSP_WRITE_SCHEMA") == "1")
        {
            await File.WriteAllTextAsync(path, written);
        }

        Assert.True(
            written == (await File.ReadAllTextAsync(path)).ReplaceLineEndings("\n"),
            $"{file} is not up to date: run src/settings-schema.sh"
        );
    }

    [Fact]
    public async Task Schema_KeysOfTheDocumentation_AreInIt()
    {
        var keys = await DocumentedKeysAsync();
        Assert.True(keys.Count > 100, $"only {keys.Count} keys were found");
        var schema = JsonNode.Parse(Write("src/SamlSp.Server/appsettings.schema.json"))!["properties"]!["SamlSp"]!;
        Assert.Empty(string.Join('\n', keys.Where(key => !IsIn(schema, key.Split(':')))));
    }

    [Fact]
    public async Task Documentation_KeysOfTheSchema_AreInIt()
    {
        var documented = string.Join('\n', await DocumentedKeysAsync()) + "\n";
        var missing = Leaves(typeof(SamlSpOptions), "")
            .Concat(OfTheServer.SelectMany(section => Leaves(section.Value, section.Key + ":")))
            .Where(key =>
                !documented.Contains(key + "\n", StringComparison.Ordinal) && !documented.Contains(key + ":", StringComparison.Ordinal)
            );
        Assert.Empty(string.Join('\n', missing));
    }

    private static string Write(string file) =>
        file switch
        {
            "src/SamlSp.Server/appsettings.schema.json" => new SchemaWriter().Write(typeof(SamlSpOptions), OfTheServer, isWhole: true),
            "src/SamlSp.Directory/build/ConfigurationSchema.json" => new SchemaWriter().Write(
                root: null,
                new Dictionary<string, Type> { ["Storage"] = typeof(StorageOptions) },
                isWhole: false
            ),
            _ => new SchemaWriter().Write(typeof(SamlSpOptions), new Dictionary<string, Type>(), isWhole: false),
        };

    /// <summary>The keys of the tables of docs/configuration.md, below the section that a heading names.</summary>
    private static async Task<List<string>> DocumentedKeysAsync()
    {
        var keys = new List<string>();
        var section = "";
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Repository.Root, "docs/configuration.md")))
        {
            if (line.StartsWith('#'))
            {
                section = Code().Match(line) is { Success: true } named ? named.Groups["key"].Value : "";
            }
            else if (line.StartsWith("| `", StringComparison.Ordinal) && section.StartsWith("SamlSp", StringComparison.Ordinal))
            {
                var prefix = section == "SamlSp" ? "" : section["SamlSp:".Length..] + ":";
                keys.AddRange(Code().Matches(line.Split(" | ")[0]).Select(match => prefix + match.Groups["key"].Value));
            }
        }

        return keys;
    }

    private static bool IsIn(JsonNode schema, IEnumerable<string> path)
    {
        var node = schema as JsonObject;
        foreach (var name in path)
        {
            var element = node?["additionalProperties"] as JsonObject ?? node?["items"] as JsonObject;
            node = name.StartsWith('<')
                ? element
                : Property(node, name) ?? Property(element, name) ?? Property(element?["additionalProperties"] as JsonObject, name);
            if (node is null)
            {
                return false;
            }
        }

        return true;
    }

    private static JsonObject? Property(JsonObject? schema, string name) => schema?["properties"]?[name] as JsonObject;

    private static IEnumerable<string> Leaves(Type type, string prefix)
    {
        foreach (var property in SchemaWriter.Properties(type))
        {
            var value = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
            var key = prefix + property.Name;
            if (value == typeof(OrganizationOptions) || SchemaWriter.Element(value) == typeof(OrganizationOptions))
            {
                foreach (var leaf in Leaves(typeof(OrganizationOptions), key + ":<name>:"))
                {
                    yield return leaf;
                }
            }
            else if (value.Namespace?.StartsWith("SamlSp", StringComparison.Ordinal) == true && !value.IsEnum)
            {
                foreach (var leaf in Leaves(value, key + ":"))
                {
                    yield return leaf;
                }
            }
            else
            {
                yield return key;
            }
        }
    }

    [GeneratedRegex("`(?<key>[^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex Code();
}
