using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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

    [Fact]
    public async Task CertificateDownload_OwnKeyPair_IsTheCertificateAlone()
    {
        var reader = await app.BrowserAsync(ConsoleRoles.Reader);
        var page = await reader.PageAsync("/console/certificates");
        var link = page.QuerySelector("a[href*='handler=Download'], a[href*='/certificates/Download']")!.GetAttribute("href")!;
        var answer = await reader.GetAsync(link);
        Assert.Equal("application/x-pem-file", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.StartsWith("-----BEGIN CERTIFICATE-----", text, StringComparison.Ordinal);
        Assert.DoesNotContain("PRIVATE", text, StringComparison.Ordinal);
        using var certificate = X509Certificate2.CreateFromPem(text);
        Assert.Contains(certificate.Thumbprint, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await reader.GetAsync(link.Replace("Name=", "Name=x", StringComparison.Ordinal))).StatusCode
        );
    }
}
