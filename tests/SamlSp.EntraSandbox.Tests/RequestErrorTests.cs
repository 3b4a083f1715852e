using System.Net;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

public class RequestErrorTests
{
    private const string Good =
        "<samlp:AuthnRequest xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol' ID='id1' Version='2.0' IssueInstant='2026-11-22T06:00:00Z'>"
        + "<Issuer xmlns='urn:oasis:names:tc:SAML:2.0:assertion'>"
        + TestSp.EntityId
        + "</Issuer></samlp:AuthnRequest>";

    [Theory]
    [InlineData("ID='id1'", "ID='1d1'", "AADSTS7500529")]
    [InlineData("ID='id1'", "", "AADSTS7500529")]
    [InlineData("Version='2.0'", "Version='1.1'", "AADSTS75005")]
    [InlineData("/Saml2<", "/Saml3<", "AADSTS700016")]
    [InlineData("Version='2.0'", "Version='2.0' AssertionConsumerServiceURL='https://evil.example.com/'", "AADSTS50011")]
    [InlineData("Version='2.0'", "Version='2.0' ProtocolBinding='urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact'", "AADSTS75003")]
    [InlineData("</Issuer>", "</Issuer><Subject xmlns='urn:oasis:names:tc:SAML:2.0:assertion'/>", "AADSTS900236")]
    [InlineData("</Issuer>", "</Issuer><samlp:NameIDPolicy Format='urn:oasis:names:tc:SAML:2.0:nameid-format:kerberos'/>", "AADSTS75016")]
    [InlineData("</Issuer>", "</Issuer><samlp:NameIDPolicy SPNameQualifier='x'/>", "AADSTS90011")]
    [InlineData("</Issuer>", "</Issuer><samlp:Scoping ProxyCount='1'/>", "AADSTS90011")]
    [InlineData("</Issuer>", "</Issuer><samlp:RequestedAuthnContext Comparison='minimum'/>", "AADSTS90011")]
    [InlineData(
        "</Issuer>",
        "</Issuer><samlp:RequestedAuthnContext><AuthnContextClassRef xmlns='urn:oasis:names:tc:SAML:2.0:assertion'>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</AuthnContextClassRef></samlp:RequestedAuthnContext>",
        "AADSTS75011"
    )]
    public async Task AuthnRequest_FormThatEntraRefuses_IsRefusedWithItsCode(string old, string replacement, string code)
    {
        await using var sandbox = await Sandbox.StartAsync();
        Assert.NotNull((await sandbox.SendAsync(Good)).Document!.QuerySelector("button[value=alice]"));
        var page = await sandbox.SendAsync(Good.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.BadRequest, code), (page.Status, page.Code));
        Assert.Null(page.Document!.QuerySelector("form"));
    }

    [Theory]
    [InlineData("Version='2.0'", "Version='2.0' Destination='https://elsewhere.example.com/' Consent='urn:x' ProviderName='x'")]
    [InlineData("Version='2.0'", "Version='2.0' AssertionConsumerServiceURL='" + TestSp.AcsUrl + "'")]
    [InlineData("</Issuer>", "</Issuer><samlp:Scoping/>")]
    [InlineData(
        "</Issuer>",
        "</Issuer><samlp:RequestedAuthnContext><AuthnContextClassRef xmlns='urn:oasis:names:tc:SAML:2.0:assertion'>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef></samlp:RequestedAuthnContext>"
    )]
    public async Task AuthnRequest_PartThatEntraIgnores_IsIgnored(string old, string replacement)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var page = await sandbox.SendAsync(Good.Replace(old, replacement, StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.NotNull(page.Document!.QuerySelector("button[value=alice]"));
    }

    [Theory]
    [InlineData("", "AADSTS750054")]
    [InlineData("?SAMLRequest=nonsense", "AADSTS75005")]
    [InlineData("?SAMLRequest=PHg%2BPC94Pg%3D%3D", "AADSTS75005")]
    public async Task SignOnUrl_TextThatIsNoMessage_IsRefusedWithItsCode(string query, string code)
    {
        await using var sandbox = await Sandbox.StartAsync();
        Assert.Equal(code, (await sandbox.Browser.GetAsync(sandbox.Tenant.SignOnUrl + query)).Code);
    }

    [Fact]
    public async Task AuthnRequest_EncodingOfTheOtherBinding_IsRefused()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var byPost = PostBinding.CreateFormValue(System.Text.Encoding.UTF8.GetBytes(Good), null);
        Assert.NotNull(
            (await sandbox.Browser.PostAsync(sandbox.Tenant.SignOnUrl, ("SAMLRequest", byPost))).Document!.QuerySelector(
                "button[value=alice]"
            )
        );
        Assert.Equal(
            "AADSTS75005",
            (await sandbox.Browser.GetAsync(sandbox.Tenant.SignOnUrl + "?SAMLRequest=" + Uri.EscapeDataString(byPost))).Code
        );
        Assert.Equal("AADSTS75005", (await sandbox.Browser.PostAsync(sandbox.Tenant.SignOnUrl, ("SAMLRequest", "nonsense"))).Code);
        Assert.Equal("AADSTS750054", (await sandbox.Browser.PostAsync(sandbox.Tenant.SignOnUrl)).Code);
    }

    [Fact]
    public async Task Failure_PostFailuresOn_IsPostedToTheApp()
    {
        await using var sandbox = await Sandbox.StartAsync(o => o.PostFailures = true);
        var refusal = sandbox
            .Verify(
                await sandbox.SendAsync(
                    Good.Replace("</Issuer>", "</Issuer><samlp:NameIDPolicy Format='urn:x'/>", StringComparison.Ordinal)
                ),
                "id1"
            )
            .Refusal!;
        Assert.Equal((RefusalCodes.StatusNotSuccess, StatusUris.Requester), (refusal.Code, refusal.Status));
        Assert.StartsWith("AADSTS75016: ", refusal.StatusMessage, StringComparison.Ordinal);
        Assert.Equal("AADSTS700016", (await sandbox.SendAsync(Good.Replace("/Saml2<", "/Saml3<", StringComparison.Ordinal))).Code);
    }

    [Theory]
    [InlineData("AADSTS50105")]
    [InlineData("AADSTS50020")]
    [InlineData("AADSTS50076")]
    [InlineData("AADSTS53003")]
    public async Task Refusal_Chosen_IsPostedAndStartsNoSession(string code)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var refusal = sandbox.Verify(await sandbox.SignInAsync(request, "charlie", ("refusal", code)), request.Id).Refusal!;
        Assert.Equal((RefusalCodes.StatusNotSuccess, StatusUris.Requester), (refusal.Code, refusal.Status));
        Assert.StartsWith(code + ": ", refusal.StatusMessage, StringComparison.Ordinal);
        Assert.Null((await sandbox.SendAsync(sandbox.Request())).Field("SAMLResponse"));

        request = sandbox.Request();
        Assert.True(sandbox.Verify(await sandbox.SignInAsync(request, "charlie", ("refusal", "AADSTS1")), request.Id).Accepted);
    }

    [Fact]
    public async Task Encryption_AppWithoutCertificate_IsRefusedWithItsCode()
    {
        await using var sandbox = await Sandbox.StartAsync(o =>
        {
            o.ServiceProviders.Clear();
            o.ServiceProviders.Add(Sandbox.TestApp with { EncryptionCertificate = null });
            o.Token = new() { Encryption = SandboxEncryption.Aes256Cbc };
        });
        var asked = await sandbox.SendAsync(sandbox.Request());
        Assert.Equal("AADSTS50007", (await sandbox.Browser.PickAsync(asked, "alice")).Code);
    }

    [Fact]
    public async Task Login_UnknownUser_IsRefusedWithItsCode()
    {
        await using var sandbox = await Sandbox.StartAsync();
        Assert.Equal("AADSTS50034", (await sandbox.Browser.PostAsync($"/sandbox/{TestTenant.Id}/login", ("user", "mallory"))).Code);
    }
}
