using System.Xml.Linq;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class MetadataTests
{
    private static readonly XNamespace Md = "urn:oasis:names:tc:SAML:2.0:metadata";

    [Fact]
    public async Task SpMetadata_Requested_NamesEndpointsAndDownloadsOnRequest()
    {
        await using var app = await TestApp.StartAsync();
        var shown = await app.Browser().GetAsync("/Saml2");
        Assert.Equal("application/samlmetadata+xml", shown.Content.Headers.ContentType!.MediaType);
        Assert.Equal("inline", shown.Content.Headers.ContentDisposition!.DispositionType);
        var entity = XElement.Parse(await shown.Content.ReadAsStringAsync());
        Assert.Equal(TestSp.EntityId, entity.Attribute("entityID")!.Value);
        Assert.Equal(TestSp.AcsUrl, entity.Descendants(Md + "AssertionConsumerService").Single().Attribute("Location")!.Value);
        Assert.Equal(
            [(BindingUris.Redirect, TestSp.LogoutUrl), (BindingUris.Post, TestSp.LogoutUrl)],
            entity.Descendants(Md + "SingleLogoutService").Select(e => (e.Attribute("Binding")!.Value, e.Attribute("Location")!.Value))
        );

        var saved = await app.Browser().GetAsync("/Saml2?download");
        Assert.Equal("attachment", saved.Content.Headers.ContentDisposition!.DispositionType);
    }

    [Fact]
    public async Task OwnKeys_EmptyFolder_CreatesAPairOnce()
    {
        var folder = Directory.CreateTempSubdirectory("samlsp").FullName;
        try
        {
            string first,
                second;
            await using (var app = await TestApp.StartAsync(o => o.Certificates.Directory = folder))
            {
                first = Certificate(await (await app.Browser().GetAsync("/Saml2")).Content.ReadAsStringAsync());
            }

            await using (var app = await TestApp.StartAsync(o => o.Certificates.Directory = folder))
            {
                second = Certificate(await (await app.Browser().GetAsync("/Saml2")).Content.ReadAsStringAsync());
            }

            Assert.Equal(first, second);
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "samlsp.key")));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Certificate(string metadata) =>
        XElement.Parse(metadata).Descendants().First(e => e.Name.LocalName == "X509Certificate").Value;
}
