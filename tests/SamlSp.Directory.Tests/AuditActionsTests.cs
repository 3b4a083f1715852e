using System.Reflection;
using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>The one list of audit actions.</summary>
public sealed partial class AuditActionsTests
{
    private static readonly IReadOnlyDictionary<string, string> Constants = typeof(AuditActions)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Where(f => f.IsLiteral)
        .ToDictionary(f => f.Name, f => (string)f.GetRawConstantValue()!, StringComparer.Ordinal);

    [Fact]
    public void AuditActions_All_ListsEachConstantOnce()
    {
        Assert.Equal(Constants.Values.Order(StringComparer.Ordinal), AuditActions.All.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void AuditAction_EachConstant_IsWrittenSomewhere()
    {
        var written = Sources()
            .SelectMany(text => Use().Matches(text))
            .Select(m => m.Groups["action"].Value)
            .ToHashSet(StringComparer.Ordinal);
        Assert.Empty(Constants.Keys.Except(written, StringComparer.Ordinal));
    }

    [Fact]
    public void AuditAction_WrittenInSources_IsAConstant()
    {
        Assert.Empty(Sources().SelectMany(text => Literal().Matches(text)).Select(m => m.Value));
    }

    /// <summary>The code that writes to the audit trail: all but the list itself, and the text by which it is shown.</summary>
    private static IEnumerable<string> Sources() =>
        System
            .IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not ("AuditActions.cs" or "AuditDisplayText.cs"))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Contains("obj"))
            .Select(File.ReadAllText);

    [GeneratedRegex(@"\bAuditActions\.(?<action>[A-Z]\w+)", RegexOptions.None, 1000)]
    private static partial Regex Use();

    /// <summary>An action that is written as text.</summary>
    [GeneratedRegex(@"\bAudit\(\s*""|\bAction = """, RegexOptions.None, 1000)]
    private static partial Regex Literal();
}
