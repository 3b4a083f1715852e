using System.Security.Cryptography;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>The page of the certificates.</summary>
public sealed class CertificatesPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task CertificatesPage_EachCertificate_HasBothThumbprintsInFullToCopy()
    {
        var page = await (await app.BrowserAsync(ConsoleRoles.Reader)).PageAsync("/console/certificates");
        var shown = page.QuerySelectorAll(".value code").Select(code => code.TextContent).ToList();
        Assert.Contains(TestCertificates.Idp.Thumbprint, shown);
        Assert.Contains(TestCertificates.Idp.GetCertHashString(HashAlgorithmName.SHA256), shown);
        Assert.Equal(4, shown.Count);
        Assert.All(shown, text => Assert.Matches("^([0-9A-F]{40}|[0-9A-F]{64})$", text));
        Assert.All(page.QuerySelectorAll("[data-copy]"), button => Assert.NotNull(page.GetElementById(button.GetAttribute("data-copy")!)));
        Assert.DoesNotContain(TestCertificates.IdpNext.Thumbprint, page.Body!.TextContent, StringComparison.Ordinal);
    }
}
