using System.Reflection;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class ErrorsPageTests
{
    private static readonly string[] Page = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "errors.md"));

    public static TheoryData<string> Codes =>
        [
            .. new[] { typeof(SignInRefusalCodes), typeof(IdentityErrorCodes), typeof(GatewayRefusalCodes) }
                .SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static))
                .Select(f => (string)f.GetRawConstantValue()!),
        ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void ErrorsPage_EachSignInCode_IsExplained(string code)
    {
        var at = Array.IndexOf(Page, "## " + code);
        Assert.True(at >= 0, $"docs/errors.md has no section for {code}");
        var section = Page.Skip(at + 1).TakeWhile(l => !l.StartsWith('#')).ToList();
        foreach (var part in new[] { "**What it means.**", "**Usual causes at Entra.**", "**What to look at.**" })
        {
            Assert.Contains(section, l => l.StartsWith(part, StringComparison.Ordinal));
        }
    }
}
