using System.Net;
using System.Text;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

public class LogoutTests
{
    [Fact]
    public async Task LogoutRequest_ActiveSession_EndsItAndIsAnswered()
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.SignInAsync(sandbox.Request());
        var request = Request(sandbox);
        var answer = await sandbox.Browser.GetAsync(
            RedirectBinding.CreateUrl(sandbox.Tenant.SignOnUrl, MessageParameter.SAMLRequest, request.ToXml(), "back/to?", null)
        );
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        var result = Verify(sandbox, answer.Location);
        Assert.Null(result.Refusal);
        Assert.True(result.Signed);
        Assert.Equal("back/to?", result.RelayState);
        Assert.Equal(
            (request.Id, StatusUris.Success, TestTenant.LogoutIssuer),
            (result.Response!.InResponseTo, result.Response.Status, result.Response.Issuer)
        );
        Assert.Null((await sandbox.SendAsync(sandbox.Request())).Field("SAMLResponse"));
    }

    [Theory]
    [InlineData("<saml:NameID", "AADSTS7500530")]
    [InlineData("ID=\"id", "AADSTS7500529")]
    [InlineData("/Saml2<", "AADSTS700016")]
    public async Task LogoutRequest_FormThatEntraRefuses_IsRefusedWithItsCode(string what, string code)
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.SignInAsync(sandbox.Request());
        var xml = Encoding.UTF8.GetString(Request(sandbox).ToXml());
        Assert.Contains(what, xml, StringComparison.Ordinal);
        xml = what.Contains("NameID", StringComparison.Ordinal)
            ? xml[..xml.IndexOf(what, StringComparison.Ordinal)]
                + xml[(xml.IndexOf("</saml:NameID>", StringComparison.Ordinal) + "</saml:NameID>".Length)..]
            : xml.Replace(what, what == "/Saml2<" ? "/Saml3<" : "ID=\"1", StringComparison.Ordinal);
        Assert.Equal(code, (await sandbox.SendAsync(xml)).Code);
        Assert.NotNull((await sandbox.SendAsync(sandbox.Request())).Field("SAMLResponse"));
    }

    [Fact]
    public async Task SandboxSignOut_AppWithSession_GetsLogoutRequestAsFromEntra()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var sessionIndex = sandbox.Verify(await sandbox.SignInAsync(request, "charlie"), request.Id).Assertion!.SessionIndex;
        var ask = await sandbox.Browser.GetAsync($"/sandbox/{TestTenant.Id}/signout");
        Assert.Contains("charlie@altostrat.com", ask.Text, StringComparison.Ordinal);
        Assert.NotNull((await sandbox.SendAsync(sandbox.Request())).Field("SAMLResponse"));

        request = sandbox.Request();
        sessionIndex = sandbox.Verify(await sandbox.SendAsync(request), request.Id).Assertion!.SessionIndex;
        var page = await sandbox.Browser.PostAsync($"/sandbox/{TestTenant.Id}/signout");
        var url = page.Document!.QuerySelector("iframe")!.GetAttribute("src")!;
        Assert.StartsWith(TestSp.LogoutUrl + "?SAMLRequest=", url, StringComparison.Ordinal);
        Assert.Contains("http%3a%2f%2fwww.w3.org", url, StringComparison.Ordinal);
        Assert.Contains(
            "frame-src 'self' https://sp.example.com;",
            page.Answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );

        var result = Verify(sandbox, url);
        Assert.Null(result.Refusal);
        Assert.Equal(TestTenant.LogoutIssuer, result.Request!.Issuer);
        Assert.Equal([sessionIndex!], result.Request.SessionIndexes);
        Assert.Null(result.Request.NameId.Format);
        Assert.DoesNotContain('@', result.Request.NameId.Value);
        Assert.Null((await sandbox.SendAsync(sandbox.Request())).Field("SAMLResponse"));
    }

    [Fact]
    public async Task LogoutRequest_SecondAppWithSession_IsToldInAFrame()
    {
        var other = Sandbox.TestApp with
        {
            EntityId = "https://other.example.com",
            AcsUrl = "https://other.example.com/acs",
            LogoutUrl = "https://other.example.com/slo",
        };
        await using var sandbox = await Sandbox.StartAsync(o => o.ServiceProviders.Add(other));
        await sandbox.SignInAsync(sandbox.Request());
        await sandbox.SendAsync(sandbox.Request() with { Issuer = other.EntityId, AssertionConsumerServiceUrl = other.AcsUrl });
        var page = await sandbox.Browser.GetAsync(
            RedirectBinding.CreateUrl(sandbox.Tenant.SignOnUrl, MessageParameter.SAMLRequest, Request(sandbox).ToXml(), null, null)
        );
        Assert.StartsWith(
            other.LogoutUrl,
            page.Document!.QuerySelectorAll("iframe").Single().GetAttribute("src"),
            StringComparison.Ordinal
        );
        Assert.Null(Verify(sandbox, page.Document.QuerySelector("a[data-follow]")!.GetAttribute("href")!).Refusal);
    }

    [Theory]
    [InlineData(StatusUris.Success, "has ended its session")]
    [InlineData(StatusUris.Responder, "could not end its session")]
    public async Task LogoutResponse_FromAnApp_IsShownInAFrameOfTheSandbox(string status, string text)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var response = new LogoutResponse
        {
            Id = MessageId.New(),
            IssueInstant = TestClock.Now,
            Issuer = TestSp.EntityId,
            Status = status,
        };
        var page = await sandbox.Browser.GetAsync(
            RedirectBinding.CreateUrl(sandbox.Tenant.SignOnUrl, MessageParameter.SAMLResponse, response.ToXml(), null, null)
        );
        Assert.Contains("Test app " + text, page.Text, StringComparison.Ordinal);
        Assert.EndsWith(
            "frame-ancestors 'self'",
            page.Answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.NotNull(page.Document!.QuerySelector("footer"));
    }

    private static LogoutRequest Request(Sandbox sandbox) =>
        new()
        {
            Id = MessageId.New(),
            IssueInstant = TestClock.Now,
            Issuer = TestSp.EntityId,
            Destination = sandbox.Tenant.SignOnUrl,
            NameId = new("whoever"),
        };

    private static LogoutMessageResult Verify(Sandbox sandbox, string url)
    {
        var issuer = new TrustedIssuer
        {
            EntityId = TestTenant.LogoutIssuer,
            SigningKeys = [VerificationKey.FromCertificate(TestCertificates.Idp)],
        };
        return new LogoutVerifier(new VerifierLimits(), sandbox.Clock).VerifyRedirect(
            url[url.IndexOf('?', StringComparison.Ordinal)..],
            new() { LogoutUrl = TestSp.LogoutUrl, FindIssuer = id => id == TestTenant.LogoutIssuer ? issuer : null }
        );
    }
}
