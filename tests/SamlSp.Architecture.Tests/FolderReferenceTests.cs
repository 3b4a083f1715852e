using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Architecture.Tests;

/// <summary>References between the folders of AspNetCore go one way: from a layer to itself and to those below it.</summary>
public sealed partial class FolderReferenceTests
{
    [Fact]
    public void Folders_OfAspNetCore_StandInOneLayerEach()
    {
        var folders = FolderGraph.Read("SamlSp.AspNetCore").Folders;

        Assert.Equal(folders, AllowedReferences.Layers.SelectMany(l => l).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Code_OfEachFolderOfAspNetCore_UsesItsLayerAndLowerOnesOnly()
    {
        var graph = FolderGraph.Read("SamlSp.AspNetCore");
        var upward = graph
            .Uses.Where(u => LayerOf(u.Key.To) > LayerOf(u.Key.From))
            .SelectMany(u =>
                u.Value.Where(v => !AllowedReferences.SharedTypes.Contains(v.Used))
                    .Select(v => $"{u.Key.From}/{v.User} uses {u.Key.To}/{v.Used}")
            )
            .ToList();

        Assert.True(graph.Uses.Count > 50, "The compiled code was not read.");
        Assert.True(upward.Count == 0, string.Join(Environment.NewLine, upward));
    }

    /// <summary>An exception that is no longer needed would hide the next reference in the wrong direction.</summary>
    [Fact]
    public void SharedTypes_OfTheTable_AreAllUsedFromBelow()
    {
        var used = FolderGraph
            .Read("SamlSp.AspNetCore")
            .Uses.Where(u => LayerOf(u.Key.To) > LayerOf(u.Key.From))
            .SelectMany(u => u.Value)
            .Select(v => v.Used)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(AllowedReferences.SharedTypes.Except(used, StringComparer.Ordinal));
    }

    [Fact]
    public void Documentation_TableOfFolders_SaysTheSame()
    {
        var documented = LayerRow()
            .Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs/architecture.md")))
            .Select(m => m.Groups["folders"].Value.Split(',', StringSplitOptions.TrimEntries).Order(StringComparer.Ordinal))
            .Reverse();

        Assert.Equal(AllowedReferences.Layers.Select(l => l.Order(StringComparer.Ordinal)), documented);
    }

    private static int LayerOf(string folder) =>
        AllowedReferences.Layers.Index().First(l => l.Item.Contains(folder, StringComparer.Ordinal)).Index;

    [GeneratedRegex(@"^\| [1-9]\. [^|]*\| (?<folders>[A-Z][A-Za-z, ]+?) \|$", RegexOptions.Multiline, 1000)]
    private static partial Regex LayerRow();
}
