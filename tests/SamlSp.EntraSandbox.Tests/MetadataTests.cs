using System.Net;
using System.Text;
using System.Xml;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

public class MetadataTests
{
    [Fact]
    public async Task Metadata_OfTheSandbox_HasTheFormOfEntra()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var answer = await sandbox.Browser.GetAsync($"/sandbox/{TestTenant.Id}/FederationMetadata/2007-06/FederationMetadata.xml?appid=1");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/samlmetadata+xml", answer.Answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Encoding.UTF8.Preamble.ToArray(), answer.Bytes[..3]);

        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Encoding.UTF8.GetString(answer.Bytes.AsSpan(3)));
        var root = document.DocumentElement!;
        Assert.True(ReferenceSigner.Verify(document, root.GetAttribute("ID"), TestCertificates.Idp));
        Assert.Equal(["Signature", "RoleDescriptor", "IDPSSODescriptor"], root.ChildNodes.OfType<XmlElement>().Select(e => e.LocalName));
    }

    [Fact]
    public async Task Metadata_OfTheSandbox_IsReadByTheMetadataReader()
    {
        await using var sandbox = await Sandbox.StartAsync();
        Assert.True(IdentityProviderMetadata.TryRead(sandbox.Tenant.Metadata, TestTenant.Issuer, out var metadata, out var error), error);
        var url = $"{Sandbox.Host}/sandbox/{TestTenant.Id}/saml2";
        Assert.Equal(TestTenant.Issuer, metadata.EntityId);
        Assert.Equal([new(BindingUris.Redirect, url), new(BindingUris.Post, url)], metadata.SingleSignOnServices);
        Assert.Equal([new(BindingUris.Redirect, url)], metadata.SingleLogoutServices);
        Assert.Equal([TestCertificates.Idp.Thumbprint], metadata.SigningCertificates.Select(c => c.Thumbprint));
    }

    [Fact]
    public async Task KeyRollover_NewCertificate_IsPublishedBeforeItSigns()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var tenant = sandbox.Tenant;
        var before = tenant.Metadata;
        Assert.Equal(before, tenant.Metadata);
        tenant.PublishNewKey();
        Assert.NotEqual(before, tenant.Metadata);
        Assert.Equal(2, tenant.SigningCertificates.Count);
        Assert.Equal(TestCertificates.Idp, tenant.ActiveCertificate);
        var request = sandbox.Request();
        Assert.True(sandbox.Verify(await sandbox.SignInAsync(request), request.Id).Accepted);

        tenant.ActivateNewestKey();
        Assert.NotEqual(TestCertificates.Idp, tenant.ActiveCertificate);
        request = sandbox.Request();
        var page = await sandbox.SendAsync(request);
        Assert.True(sandbox.Verify(page, request.Id).Accepted);
        Assert.Contains(Convert.ToBase64String(tenant.ActiveCertificate.RawData), page.ResponseXml, StringComparison.Ordinal);

        tenant.RetireInactiveKeys();
        Assert.Equal([tenant.ActiveCertificate], tenant.SigningCertificates);
    }

    [Fact]
    public async Task KeysPage_EachStep_RollsTheKeys()
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.Browser.PostAsync("/sandbox/keys", ("step", "publish"));
        await sandbox.Browser.PostAsync("/sandbox/keys", ("step", "activate"));
        var page = await sandbox.Browser.GetAsync("/sandbox/myapps");
        Assert.Contains(sandbox.Tenant.SigningCertificates[1].Thumbprint + " Active", page.Text, StringComparison.Ordinal);
        Assert.Contains(TestCertificates.Idp.Thumbprint + " Inactive", page.Text, StringComparison.Ordinal);
        Assert.Contains(
            TestCertificates.Idp.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256),
            page.Text,
            StringComparison.Ordinal
        );
        Assert.Equal(HttpStatusCode.BadRequest, (await sandbox.Browser.PostAsync("/sandbox/keys", ("step", "melt"))).Status);
    }

    [Fact]
    public async Task Tenant_IdDomainOrOtherName_AnswersOnlyToIdAndDomain()
    {
        await using var sandbox = await Sandbox.StartAsync();
        const string Path = "/federationmetadata/2007-06/federationmetadata.xml";
        Assert.Equal(HttpStatusCode.OK, (await sandbox.Browser.GetAsync("/sandbox/contoso.onmicrosoft.com" + Path)).Status);
        Assert.Equal("AADSTS90002", (await sandbox.Browser.GetAsync($"/sandbox/{TestTenant.HomeId}{Path}")).Code);
    }
}
