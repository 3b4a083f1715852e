namespace SamlSp.Architecture.Tests;

/// <summary>Who may use whom. docs/architecture.md repeats both tables, and a test compares them.</summary>
internal static class AllowedReferences
{
    /// <summary>The projects of <c>src</c>, and the projects that each may use.</summary>
    public static IReadOnlyDictionary<string, string[]> Projects { get; } =
        new Dictionary<string, string[]>(StringComparer.Ordinal)
        {
            ["Protocol"] = [],
            ["Claims"] = [],
            ["AspNetCore"] = ["Protocol", "Claims"],
            ["Directory"] = ["AspNetCore", "Protocol", "Claims"],
            ["Scim"] = ["Directory", "AspNetCore", "Claims"],
            ["Console"] = ["Directory", "AspNetCore", "Protocol", "Claims"],
            ["EntraSandbox"] = ["Protocol", "Claims"],
            ["Server"] = ["AspNetCore", "Directory", "Scim", "Console", "EntraSandbox"],
            ["Tool"] = ["Protocol", "Claims"],
        };
}
