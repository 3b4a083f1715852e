using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>Reads a block of JSON: a document, or entries of one.</summary>
internal static partial class JsonCheck
{
    /// <summary>Sections that other packages declare, and check themselves.</summary>
    private static readonly string[] OfOthers =
    [
        .. System
            .IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .SelectMany(file => Declaration().Matches(File.ReadAllText(file)).Select(m => m.Groups["key"].Value))
            .Distinct(StringComparer.Ordinal),
    ];

    /// <summary>What is wrong; null when nothing is.</summary>
    public static string? Problem(string text)
    {
        // A number that is different each time is written as three dots.
        text = text.Replace(": …", ": 0", StringComparison.Ordinal);
        var json = text.TrimStart().StartsWith('"') ? "{" + text.TrimEnd().TrimEnd(',') + "}" : text;
        try
        {
            foreach (var root in Documents(json))
            {
                if (root.ValueKind == JsonValueKind.Object && SettingsProblem(root) is { } problem)
                {
                    return problem;
                }
            }

            return null;
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
        if (root.EnumerateObject().All(p => organization.Contains(p.Name)))
        {
            text = $$$"""{"SamlSp": {"Organizations": {"documented": {{{text}}} } } }""";
        }
        else if (root.TryGetProperty("Organizations", out _))
        {
            text = $$$"""{"SamlSp": {{{text}}} }""";
        }
        else if (!root.TryGetProperty("SamlSp", out _))
        {
            return null;
        }

        var configuration = new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(text))).Build();
        var schema = new ConfigurationSchema();

        foreach (var other in OfOthers)
        {
            schema.Allow(other, typeof(Dictionary<string, string>));
        }

        var errors = schema.Check(configuration.GetSection("SamlSp"), typeof(SamlSpOptions)).Where(e => !IsOfAnotherHouse(e)).ToList();
        return errors.Count == 0 ? null : string.Join("; ", errors);
    }

    private static bool IsOfAnotherHouse(string error) => OfOthers.Contains(error.Split(':')[1], StringComparer.Ordinal);

    /// <summary>One document, or several one after the other.</summary>
    private static List<JsonElement> Documents(string json)
    {
        var documents = new List<JsonElement>();
        var reader = new Utf8JsonReader(
            Encoding.UTF8.GetBytes(json),
            new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowMultipleValues = true }
        );
        while (reader.Read())
        {
            documents.Add(JsonElement.ParseValue(ref reader));
        }

        return documents.Count > 0 ? documents : throw new JsonException("There is nothing in it.");
    }

    [GeneratedRegex("(\\.Allow\\(|const string Section = )\"(?<key>[A-Za-z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Declaration();
}
