using System.Reflection;
using System.Runtime.CompilerServices;

namespace SamlSp.Protocol.Tests;

public class ErrorsPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Root(), "docs", "errors.md"));

    private static readonly string[] AllCodes =
    [
        .. typeof(RefusalCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(constant => (string)constant.GetRawConstantValue()!),
    ];

    public static TheoryData<string> Codes => [.. AllCodes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void ErrorsPage_EachRefusalCode_HasASection(string code)
    {
        var start = Array.IndexOf(Page, "## " + code);
        Assert.True(start >= 0, "There is no section " + code);
        var section = string.Join('\n', Page.Skip(start + 1).TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal)));
        Assert.Contains("**What it means.**", section, StringComparison.Ordinal);
        Assert.Contains("**Usual causes at Entra.**", section, StringComparison.Ordinal);
        Assert.Contains("**What to look at.**", section, StringComparison.Ordinal);
    }

    // Behind the second heading are the codes of the sign-in, which are tested where they are defined.
    [Fact]
    public void ErrorsPage_EachVerifierSection_BelongsToARefusalCode() =>
        Assert.Equal(
            AllCodes.Order(StringComparer.Ordinal),
            Page.Skip(1)
                .TakeWhile(line => !line.StartsWith("# ", StringComparison.Ordinal))
                .Where(line => line.StartsWith("## ", StringComparison.Ordinal))
                .Select(line => line[3..])
                .Order(StringComparer.Ordinal)
        );

    [Fact]
    public void Refusal_Help_PointsAtItsSection() => Assert.Equal("docs/errors.md#expired", new Refusal(RefusalCodes.Expired, "").Help);

    private static string Root([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
