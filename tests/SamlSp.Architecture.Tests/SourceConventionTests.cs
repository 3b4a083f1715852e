using SamlSp.Testing;

namespace SamlSp.Architecture.Tests;

/// <summary>What the formatter does not hold: it leaves long strings and pages alone.</summary>
public sealed class SourceConventionTests
{
    private const int MaxColumns = 140;

    [Theory]
    [InlineData("*.cs")]
    [InlineData("*.cshtml")]
    public void Lines_OfEachSourceFile_AreNoLongerThan140Columns(string pattern)
    {
        var files = SourceFiles.Below("src", pattern);
        var tooLong = files.SelectMany(file =>
            File.ReadLines(Path.Combine(Repository.Root, file))
                .Select((line, index) => (line, index))
                .Where(l => l.line.Length > MaxColumns)
                .Select(l => $"{file}:{l.index + 1} has {l.line.Length} columns")
        );

        Assert.NotEmpty(files);
        Assert.Empty(tooLong);
    }
}
