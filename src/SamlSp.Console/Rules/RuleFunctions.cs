namespace SamlSp.Console;

/// <summary>The transformations of Entra's portal, and which parameters each takes: what the form shows.</summary>
internal static class RuleFunctions
{
    /// <summary>
    /// The functions by name, in the portal's order, with their parameters besides the input of the first transformation.
    /// </summary>
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
    public static bool Takes(string? function, string parameter) =>
        All.FirstOrDefault(f => f.Name == function).Parameters?.Contains(parameter) ?? true;
}
