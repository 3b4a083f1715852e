using System.Text.RegularExpressions;
using SamlSp.Testing;

namespace SamlSp.Release.Tests;

/// <summary>Each test is named <c>Subject_Condition_Result</c>: three parts in PascalCase, joined by underscores.</summary>
public sealed partial class TestNameTests
{
    [Fact]
    public void TestName_EachTestMethod_HasThreeParts()
    {
        var tests = SourceFiles().SelectMany(path => Tests(File.ReadAllText(path)).Select(name => (path, name))).ToList();

        // A search that finds no tests any more must not pass.
        Assert.True(tests.Count > 1000, $"Only {tests.Count} tests were found below tests/.");
        var wrong = tests
            .Where(test => !ThreeParts().IsMatch(test.name))
            .Select(test => $"{Path.GetRelativePath(Repository.Root, test.path)}: {test.name}")
            .ToList();
        Assert.True(wrong.Count == 0, "A test is named Subject_Condition_Result. Rename:\n" + string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("Filter_UserNameInOtherCase_FindsUser", true)]
    [InlineData("Put_User_ReplacesAllAttributes", true)]
    [InlineData("FiltersFindUsers", false)]
    [InlineData("Filter_FindsUsers", false)]
    [InlineData("Filter_UserName_InOtherCase_FindsUser", false)]
    [InlineData("Filter_userNameInOtherCase_FindsUser", false)]
    [InlineData("Filter__FindsUser", false)]
    public void TestName_Shape_IsThreePartsInPascalCase(string name, bool accepted) => Assert.Equal(accepted, ThreeParts().IsMatch(name));

    [Theory]
    [InlineData("[Fact]\npublic void A() {}", "A")]
    [InlineData("[Theory]\n[InlineData(\"]\", 1)]\n[InlineData(\n  2\n)]\npublic async Task B(int x) {}", "B")]
    [InlineData("[PostgreSqlFact]\n// Why.\npublic async Task<(int, string)> C<T>() {}", "C")]
    [InlineData("[Property(MaxTest = 3)]\ninternal static bool D(string text) => true;", "D")]
    [InlineData("[Fact, Trait(\"a\", \"b\")]\npublic void E() {}", "E")]
    [InlineData("[Trait(\"a\", \"b\"), Fact]\npublic void F() {}", "F")]
    [InlineData("private void Helper() {}", "")]
    public void TestSearch_EachKindOfTest_FindsItsName(string source, string name) => Assert.Equal(name, string.Join(' ', Tests(source)));

    private static IEnumerable<string> SourceFiles() =>
        System
            .IO.Directory.EnumerateFiles(Path.Combine(Repository.Root, "tests"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"));

    private static IEnumerable<string> Tests(string source) => Test().Matches(source).Select(match => match.Groups["name"].Value);

    // The attribute that makes a method a test, alone or in a list, and the declaration of a method that follows it.
    [GeneratedRegex(
        """
            ^[ \t]* \[ (?: \w+ (?: \( [^)\n]* \) )? ,\s* )* \w* (?: Fact | Theory | Property ) (?: Attribute )? \b
            (?s: .*? )
            ^[ \t]* (?: public | internal | private | protected ) \s [^=;{]*? \b (?<name> \w+ ) (?: < [^<>()]* > )? \(
            """,
        RegexOptions.Multiline | RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 10_000
    )]
    private static partial Regex Test();

    [GeneratedRegex(
        "^[A-Z][A-Za-z0-9]*_[A-Z0-9][A-Za-z0-9]*_[A-Z0-9][A-Za-z0-9]*$",
        RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1_000
    )]
    private static partial Regex ThreeParts();
}
