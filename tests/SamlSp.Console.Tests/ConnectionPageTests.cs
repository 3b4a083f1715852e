using System.Net;
using System.Text;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Console.Tests;

/// <summary>Linking by a metadata file, with the trial sign-in that comes before saving.</summary>
public sealed class ConnectionPageTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task Connection_UploadedMetadata_IsTriedAndSavedAsTried()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var renewed = ConsoleApp.WoodgroveMetadata with { Certificates = [TestCertificates.IdpNext, TestCertificates.Idp] };
        var started = await UploadAsync(owner, Encoding.UTF8.GetBytes(renewed.ToXml()));
        Assert.StartsWith("/Saml2/Test?id=", started.Headers.Location!.ToString(), StringComparison.Ordinal);
        var id = started.Headers.Location.ToString().Split('=')[1];

        // Until the trial sign-in is done, the page says so, and reloads by script or by a link.
        var waiting = await owner.PageAsync("/console/settings/test?test=" + id + "&revision=1");
        Assert.Contains("Waiting for the sign-in", waiting.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(
            waiting.QuerySelector("[data-pending]")!.GetAttribute("data-pending"),
            waiting.QuerySelector("[data-pending] a")!.GetAttribute("href")
        );
        Assert.Empty(waiting.QuerySelectorAll("meta[http-equiv]"));

        var answer = await owner.AnswerAsync(
            await owner.GetAsync(started.Headers.Location.ToString()),
            idp => ConsoleApp.OfWoodgrove(idp, ConsoleRoles.Owner)
        );
        var result = await owner.PageAsync(answer.Headers.Location!.ToString());
        Assert.Contains("The test succeeded.", result.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Null(result.QuerySelector("[data-pending]"));
        Assert.DoesNotContain(Certificate(TestCertificates.Idp), (await StoredAsync()).Connection.Metadata!, StringComparison.Ordinal);

        // From then on the rules page evaluates the rules with its claims.
        var rules = await owner.PageAsync("/console/rules");
        Assert.Equal("test", ((IHtmlSelectElement)rules.QuerySelector("#Sample")!).Value);
        Assert.Contains("owner@example.com", rules.QuerySelector("#evaluation")!.TextContent, StringComparison.Ordinal);

        var saved = await owner.PressAsync(result, "Save this connection");
        Assert.Contains("The connection is saved", saved.QuerySelector("[role=status]")!.TextContent, StringComparison.Ordinal);
        Assert.Contains(Certificate(TestCertificates.Idp), (await StoredAsync()).Connection.Metadata!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("this is no XML")]
    [InlineData("<html><body>Sign in to your account</body></html>")]
    [InlineData(
        "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><EntityDescriptor xmlns='urn:oasis:names:tc:SAML:2.0:metadata' entityID='&e;'/>"
    )]
    public async Task Connection_FileThatIsNoMetadata_IsRefusedWithAReason(string content)
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var answer = await UploadAsync(owner, Encoding.UTF8.GetBytes(content));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var page = new HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        var told = page.QuerySelector("[role=alert]")!.TextContent;
        Assert.Contains("Metadata file: ", told, StringComparison.Ordinal);
        Assert.DoesNotContain("Connection:", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connection_FileOverOneMegabyte_IsRefused()
    {
        var owner = await app.StoredAsync(ConsoleRoles.Owner);
        var answer = await UploadAsync(owner, new byte[1024 * 1024 + 1]);
        Assert.Contains("the file is larger than 1 MB", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static string Certificate(System.Security.Cryptography.X509Certificates.X509Certificate2 certificate) =>
        Convert.ToBase64String(certificate.RawData)[..40];

    private static async Task<HttpResponseMessage> UploadAsync(ConsoleBrowser owner, byte[] file)
    {
        var page = await owner.PageAsync("/console/settings/connection?protocol=saml");
        var form = (IHtmlFormElement)page.QuerySelector("main form")!;
        var content = new MultipartFormDataContent();
        foreach (var name in new[] { "__RequestVerificationToken", "Draft.Revision" })
        {
            content.Add(new StringContent(((IHtmlInputElement)form.QuerySelector($"input[name='{name}']")!).Value), name);
        }

        content.Add(new ByteArrayContent(file), "Draft.Upload", "metadata.xml");
        return await owner.SendAsync(new(HttpMethod.Post, form.GetAttribute("action")) { Content = content });
    }

    private async Task<OrganizationOptions> StoredAsync() =>
        (await app.Services.GetRequiredService<IOrganizationDirectory>().FindAsync("woodgrove", default))!.Settings;
}
