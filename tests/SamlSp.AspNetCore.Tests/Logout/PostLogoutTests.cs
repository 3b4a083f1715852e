using System.Net;
using System.Text;
using AngleSharp.Html.Parser;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Identity providers that offer logout by POST only, or by SOAP only.</summary>
public sealed class PostLogoutTests : IDisposable
{
    private readonly string _certificates = TestPair.Folder();

    public void Dispose() => Directory.Delete(_certificates, recursive: true);

    [Fact]
    public async Task SignOut_LogoutByPostOnly_PostsASignedRequestAndTakesTheAnswerFromAnotherSite()
    {
        await using var app = await StartAsync("HTTP-POST");
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var leaving = await browser.GetAsync("/logout?ReturnUrl=/protected");
        var (action, fields) = await FormAsync(leaving);
        Assert.Equal(TestTenant.SignOnUrl, action);
        var sent = Verify(MessageParameter.SAMLRequest, fields["SAMLRequest"], TestTenant.SignOnUrl).Request!;
        Assert.Equal("alice@example.com", sent.NameId.Value);
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/session", "application/json")).StatusCode);

        // The cookie of the request does not come along from another site; our own page brings it.
        var answer = PostBinding.CreateFormValue(Response(sent.Id).ToXml(), SigningKey.FromCertificate(TestCertificates.Idp));
        (string, string)[] form = [("SAMLResponse", answer), ("RelayState", fields["RelayState"])];
        var again = await FormAsync(await PostAsync(app.Browser(), "cross-site", form));
        Assert.Equal(TestSp.LogoutUrl, again.Action);
        var back = await PostAsync(browser, "same-origin", [.. again.Fields.Select(f => (f.Key, f.Value))]);
        Assert.Equal((HttpStatusCode.Redirect, "/protected"), (back.StatusCode, back.Headers.Location?.OriginalString));
    }

    [Fact]
    public async Task LogoutResponse_PostedAgainWithoutItsRequest_IsRefused()
    {
        await using var app = await StartAsync("HTTP-POST");
        var answer = PostBinding.CreateFormValue(Response(MessageId.New()).ToXml(), SigningKey.FromCertificate(TestCertificates.Idp));
        var refused = await PostAsync(
            app.Browser(),
            "cross-site",
            ("SAMLResponse", answer),
            ("RelayState", new string('a', 40)),
            ("SamlSp.Again", "1")
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task LogoutRequest_ByPost_EndsTheSessionAndIsAnsweredByPost(bool isSigned)
    {
        await using var app = await StartAsync("HTTP-POST");
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var request = new LogoutRequest
        {
            Id = MessageId.New(),
            IssueInstant = TestClock.Now,
            Issuer = TestTenant.LogoutIssuer,
            Destination = TestSp.LogoutUrl,
            NameId = new("alice@example.com"),
            SessionIndexes = [],
        };
        var value = PostBinding.CreateFormValue(request.ToXml(), isSigned ? SigningKey.FromCertificate(TestCertificates.Idp) : null);
        var answer = await PostAsync(app.Browser(), "cross-site", ("SAMLRequest", value), ("RelayState", "theirs"));
        Assert.Equal(
            isSigned ? HttpStatusCode.Unauthorized : HttpStatusCode.OK,
            (await browser.GetAsync("/session", "application/json")).StatusCode
        );
        if (!isSigned)
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            return;
        }

        var (action, fields) = await FormAsync(answer);
        Assert.Equal((TestTenant.SignOnUrl, "theirs"), (action, fields["RelayState"]));
        var sent = Verify(MessageParameter.SAMLResponse, fields["SAMLResponse"], TestTenant.SignOnUrl).Response!;
        Assert.Equal((request.Id, StatusUris.Success), (sent.InResponseTo, sent.Status));

        // An identity provider that signs out of several sites shows their answers in frames.
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("frame-ancestors https://login.microsoftonline.com", policy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SOAP", true)]
    [InlineData("HTTP-Artifact", false)]
    public async Task SignOut_NoLogoutThroughTheBrowser_EndsHereAndNamesSoapInTheLog(string binding, bool isNamed)
    {
        await using var app = await StartAsync(binding);
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var left = await browser.GetAsync("/logout");
        Assert.Equal(HttpStatusCode.OK, left.StatusCode);
        Assert.DoesNotContain("signed out there as well", await left.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(isNamed, app.Log.Text.Contains("it offers logout by SOAP only", StringComparison.Ordinal));
    }

    private static LogoutMessageResult Verify(MessageParameter parameter, string value, string destination)
    {
        var result = new LogoutVerifier(new(), new MutableTimeProvider(TestClock.Now)).VerifyPost(
            parameter,
            value,
            relayState: null,
            new()
            {
                LogoutUrl = destination,
                FindIssuer = _ =>
                    new() { EntityId = TestSp.EntityId, SigningKeys = [VerificationKey.FromCertificate(TestCertificates.Sp)] },
            }
        );
        Assert.Null(result.Refusal);
        Assert.True(result.Signed);
        return result;
    }

    private static LogoutResponse Response(string inResponseTo) =>
        new()
        {
            Id = MessageId.New(),
            IssueInstant = TestClock.Now,
            Issuer = TestTenant.LogoutIssuer,
            Destination = TestSp.LogoutUrl,
            InResponseTo = inResponseTo,
            Status = StatusUris.Success,
        };

    private static async Task<HttpResponseMessage> PostAsync(TestBrowser browser, string site, params (string Name, string Value)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        var request = new HttpRequestMessage(HttpMethod.Post, "/Saml2/Logout") { Content = content };
        request.Headers.Add("Sec-Fetch-Site", site);
        return await browser.SendAsync(request);
    }

    private static async Task<(string Action, Dictionary<string, string> Fields)> FormAsync(HttpResponseMessage page)
    {
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var form = new HtmlParser().ParseDocument(await page.Content.ReadAsStringAsync()).QuerySelector("form")!;
        return (
            form.GetAttribute("action")!,
            form.QuerySelectorAll("input").ToDictionary(i => i.GetAttribute("name")!, i => i.GetAttribute("value")!, StringComparer.Ordinal)
        );
    }

    private Task<TestApp> StartAsync(string binding) =>
        TestApp.StartAsync(
            options =>
            {
                options.Certificates.Directory = _certificates;
                options.Organizations.Remove("contoso");
                options.Organizations["poster"] = TestApp.Contoso();
            },
            services => services.AddSingleton<IIdentityProviderMetadataSource>(new Source(binding))
        );

    private sealed class Source(string binding) : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) =>
            organization == "poster"
                ? Encoding.UTF8.GetBytes(
                    Encoding
                        .UTF8.GetString(TestApp.TestMetadata.Document(TestTenant.Issuer, TestTenant.SignOnUrl, TestCertificates.Idp))
                        .Replace(
                            "<SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect\"",
                            $"<SingleLogoutService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:{binding}\"",
                            StringComparison.Ordinal
                        )
                )
                : null;
    }
}
