using SamlSp.Testing;

namespace SamlSp.Architecture.Tests;

/// <summary>The files that stand in the repository, without what a build leaves there.</summary>
internal static class SourceFiles
{
    /// <summary>Paths below the repository's root, in order.</summary>
    public static IReadOnlyList<string> Below(string folder, string pattern) =>
        [
            .. System
                .IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern, SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(Repository.Root, f))
                .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
}
