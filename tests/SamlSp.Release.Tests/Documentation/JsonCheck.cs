using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using SamlSp.AspNetCore;

namespace SamlSp.Release.Tests;

/// <summary>Reads a block of JSON: a document, or entries of one.</summary>
internal static class JsonCheck
{
    private static readonly JsonDocumentOptions Options = new() { CommentHandling = JsonCommentHandling.Skip };

    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Problem(string text)
    {
        var json = text.TrimStart().StartsWith('"') ? "{" + text.TrimEnd().TrimEnd(',') + "}" : text;
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return document.RootElement.ValueKind == JsonValueKind.Object ? SettingsProblem(document.RootElement) : null;
        }
        catch (JsonException e)
        {
            return e.Message;
        }
    }

    /// <summary>Settings are checked as the server checks them. A fragment is settings of an organization when all its keys are.</summary>
    private static string? SettingsProblem(JsonElement root)
    {
        var text = root.GetRawText();
        var organization = typeof(OrganizationOptions).GetProperties().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (root.EnumerateObject().All(p => organization.Contains(p.Name))) text = $$$"""{"SamlSp": {"Organizations": {"documented": {{{text}}} } } }""";
        else if (root.TryGetProperty("Organizations", out _)) text = $$$"""{"SamlSp": {{{text}}} }""";
        else if (!root.TryGetProperty("SamlSp", out _)) return null;

        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();
        var schema = new ConfigurationSchema();

        // Sections of other houses are bound by them; here it counts that nothing of ours is misspelt.
        foreach (var other in new[] { "Storage", "Sandbox", "RateLimits", "Console", "Gateway", "Proxy", "Kestrel", "Scim", "Telemetry", "Https" }) schema.Allow(other, typeof(Dictionary<string, string>));
        var errors = schema.Check(configuration.GetSection("SamlSp"), typeof(SamlSpOptions)).Where(e => !IsOfAnotherHouse(e)).ToList();
        return errors.Count == 0 ? null : string.Join("; ", errors);
    }

    private static bool IsOfAnotherHouse(string error) => error.StartsWith("SamlSp:", StringComparison.Ordinal) && error.Split(':')[1] is "Storage" or "Sandbox" or "RateLimits" or "Console" or "Gateway" or "Proxy" or "Kestrel" or "Scim" or "Telemetry" or "Https";
}
