using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using SamlSp.Testing;

namespace SamlSp.Architecture.Tests;

/// <summary>References between projects go one way.</summary>
public sealed partial class ProjectReferenceTests
{
    public static TheoryData<string> Projects => [.. AllowedReferences.Projects.Keys];

    [Fact]
    public void Projects_InTheSourceFolder_AreThoseOfTheTable()
    {
        var folders = System
            .IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(f => ShortName(Path.GetFileNameWithoutExtension(f)));

        Assert.Equal(AllowedReferences.Projects.Keys.Order(StringComparer.Ordinal), folders.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void ProjectFile_OfEachProject_RefersToAllowedProjectsOnly(string project)
    {
        var file = XDocument.Load(Path.Combine(Repository.Root, $"src/SamlSp.{project}/SamlSp.{project}.csproj"));
        var references = file.Descendants("ProjectReference")
            .Select(r => ShortName(Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value)));

        Assert.Empty(references.Except(AllowedReferences.Projects[project], StringComparer.Ordinal));
    }

    /// <summary>A reference comes with another project's references: only what the compiled code uses shows whether one is used.</summary>
    [Theory]
    [MemberData(nameof(Projects))]
    public void Code_OfEachProject_UsesTypesOfAllowedProjectsOnly(string project)
    {
        var uses = Assembly
            .Load(project == "Tool" ? "samlsp" : $"SamlSp.{project}")
            .GetReferencedAssemblies()
            .Select(a => a.Name!)
            .Where(n => n.StartsWith("SamlSp.", StringComparison.Ordinal))
            .Select(ShortName);

        Assert.Empty(uses.Except(AllowedReferences.Projects[project], StringComparer.Ordinal));
    }

    [Fact]
    public void Documentation_TableOfProjects_SaysTheSame()
    {
        var documented = ProjectRow()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/architecture.md")))
            .ToDictionary(
                m => m.Groups["project"].Value,
                m => m.Groups["refers"].Value.Split(',', StringSplitOptions.TrimEntries),
                StringComparer.Ordinal
            );

        Assert.Equal(AllowedReferences.Projects.Keys.Order(StringComparer.Ordinal), documented.Keys.Order(StringComparer.Ordinal));
        foreach (var (project, allowed) in AllowedReferences.Projects)
        {
            var expected = allowed.Length == 0 ? ["the base class library only"] : allowed;
            Assert.Equal(expected.Order(StringComparer.Ordinal), documented[project].Order(StringComparer.Ordinal));
        }
    }

    private static string ShortName(string project) => project.Replace("SamlSp.", "", StringComparison.Ordinal);

    [GeneratedRegex(@"^\| `src/SamlSp\.(?<project>\w+)` \|[^|]*\| (?<refers>[^|]+?) \|$", RegexOptions.Multiline, 1000)]
    private static partial Regex ProjectRow();
}
