using System.Globalization;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class EntraErrorTests
{
    public static TheoryData<int> Numbers => [.. EntraErrors.Numbers];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void EntraErrors_DocumentationTable_MatchesThePage(int number)
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "errors.md"))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries));
        var (cause, who) = EntraErrors.Explain(number);
        Assert.Contains(
            rows,
            row =>
                row.Length == 5
                && row[1].Split(", ").Contains(number.ToString(CultureInfo.InvariantCulture))
                && row[2] == cause
                && row[3] == who
        );
    }

    [Fact]
    public void OpenIdErrors_DocumentationTable_MatchesThePage()
    {
        var rows = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "errors.md"))
            .Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries));
        Assert.All(
            OpenIdErrors.Codes,
            code =>
                Assert.Contains(
                    rows,
                    row => row.Length == 5 && row[1].Split(", ").Contains($"`{code}`") && (row[2], row[3]) == OpenIdErrors.Find(code)
                )
        );
    }

    [Fact]
    public void EntraErrors_UnknownNumber_GetsAGeneralText() =>
        Assert.Contains("does not know the error's number", EntraErrors.Explain(999999).Cause, StringComparison.Ordinal);
}
