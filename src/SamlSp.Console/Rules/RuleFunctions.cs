namespace SamlSp.Console;

/// <summary>The transformations of Entra's portal, and which parameters each takes: what the form shows.</summary>
internal static class RuleFunctions
{
    /// <summary>The functions by name, in the portal's order, with their parameters besides the input of the first transformation.</summary>
    public static IReadOnlyList<(string Name, IReadOnlyList<string> Parameters)> All { get; } =
    [
        ("ExtractMailPrefix", []),
        ("Join", ["Separator", "Input2"]),
        ("ToLowercase", []),
        ("ToUppercase", []),
        ("Contains", ["Value", "Output", "OutputIfNoMatch"]),
        ("EndWith", ["Value", "Output", "OutputIfNoMatch"]),
        ("StartWith", ["Value", "Output", "OutputIfNoMatch"]),
        ("Extract", ["Mode", "Value", "Value2"]),
        ("ExtractAlpha", ["Side"]),
        ("ExtractNumeric", ["Side"]),
        ("IfEmpty", ["Output", "OutputIfNoMatch"]),
        ("IfNotEmpty", ["Output"]),
        ("Substring", ["Start", "Length"]),
        ("RegexReplace", ["Pattern", "Replacement", "Parameters", "OutputIfNoMatch"]),
    ];

    /// <summary>Whether a function takes a parameter; one that is not known takes all.</summary>
    public static bool Takes(string? function, string parameter) => !All.Any(f => f.Name == function) || All.First(f => f.Name == function).Parameters.Contains(parameter);

    /// <summary>A function's name as the form has it, whatever the spelling that the rules allow.</summary>
    public static string Canonical(string function)
    {
        var name = function.Trim();
        if (name.EndsWith("()", StringComparison.Ordinal)) name = name[..^2];
        name = name.ToUpperInvariant() switch { "STARTSWITH" => "StartWith", "ENDSWITH" => "EndWith", "ISNOTEMPTY" => "IfNotEmpty", _ => name };
        return All.Select(f => f.Name).FirstOrDefault(known => known.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
    }
}
