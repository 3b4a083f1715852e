using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>
/// Group I of the catalogue of attacks, at the endpoint: after each attack Alice's session is live, and the request that the attack was
/// made from ends it. The verifier's own cases are in SamlSp.Protocol.Tests.
/// </summary>
public sealed class LogoutAttackTests : IDisposable
{
    private readonly string _certificates = TestPair.Folder();

    public void Dispose() => Directory.Delete(_certificates, recursive: true);

    // I01
    [Fact]
    public Task LogoutRequest_Unsigned_IsRefused() => AttackAsync("unsigned", query => (query with { Certificate = null }).ToString());

    // I01
    [Fact]
    public Task LogoutRequest_SignedByAnUnknownKey_IsRefused() =>
        AttackAsync("signature_invalid", query => (query with { Certificate = TestCertificates.Untrusted }).ToString());

    // I02
    [Fact]
    public Task LogoutRequest_CapturedSignInResponse_IsRefused() =>
        AttackAsync("malformed", query => (query with { Xml = TestIdp.Create().Member().SignedResponse().Xml }).ToString());

    // I02
    [Fact]
    public async Task LogoutRequest_SignedOneInsideAForgedOne_IsRefused()
    {
        var inner = SignedForm.Sign(Request("_session1"));
        var evil = Request("_session1")
            .Replace(TestLogout.RequestId, "_evil", StringComparison.Ordinal)
            .Replace("<NameID ", "<samlp:Extensions>" + inner + "</samlp:Extensions><NameID ", StringComparison.Ordinal);
        await using var app = await StartAsync();
        var (alice, index) = await SignInAsync(app);
        var refused = await app.Browser()
            .PostAsync("/Saml2/Logout", ("SAMLRequest", SignedForm.Encode(evil.Replace("_session1", index, StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Refused: signature_structure", app.Log.Text, StringComparison.Ordinal);
        Assert.True(await LivesAsync(alice));
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await app.Browser().PostAsync("/Saml2/Logout", ("SAMLRequest", SignedForm.Encode(SignedForm.Sign(Request(index)))))).StatusCode
        );
        Assert.False(await LivesAsync(alice));
    }

    // I03
    [Theory]
    [InlineData("05:59:00.000Z", "05:54:59.000Z", "expired")]
    [InlineData("06:04:00Z", "05:57:00Z", "expired")]
    [InlineData("05:59:00.000Z", "06:03:00.001Z", "not_yet_valid")]
    public Task LogoutRequest_OldExpiredOrFuture_IsRefused(string from, string to, string code) =>
        AttackAsync(code, query => (query with { Xml = query.Xml.Replace(from, to, StringComparison.Ordinal) }).ToString());

    // I03
    [Fact]
    public async Task LogoutRequest_SecondUse_IsReplayed()
    {
        await using var app = await StartAsync();
        var (alice, _) = await SignInAsync(app);
        var query = Query("alice@example.com", null).ToString();
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, query)).StatusCode);
        Assert.False(await LivesAsync(alice));
        (alice, _) = await SignInAsync(app);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, query)).StatusCode);
        Assert.Contains("Refused: replayed", app.Log.Text, StringComparison.Ordinal);
        Assert.True(await LivesAsync(alice));
    }

    // I03
    [Fact]
    public async Task LogoutRequest_StoreFailed_MayBeSentAgain()
    {
        var store = new FailingSessionStore();
        await using var app = await StartAsync(services: s => s.AddSingleton<ISessionStore>(store));
        var (alice, index) = await SignInAsync(app);
        var query = Query("alice@example.com", index).ToString();
        store.Fails = true;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync(app, query)).StatusCode);
        store.Fails = false;
        Assert.True(await LivesAsync(alice));
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, query)).StatusCode);
        Assert.False(await LivesAsync(alice));
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, query)).StatusCode);
    }

    // I04
    [Theory]
    [InlineData("bob@example.com", null)]
    [InlineData("alice@example.com", "_another-session")]
    [InlineData("ALICE@example.com", null)]
    public async Task LogoutRequest_OtherNameIdOrSessionIndex_EndsNothing(string nameId, string? sessionIndex)
    {
        await using var app = await StartAsync();
        var (alice, index) = await SignInAsync(app);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, Query(nameId, sessionIndex).ToString())).StatusCode);
        Assert.True(await LivesAsync(alice));
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, Query("alice@example.com", index, "_second").ToString())).StatusCode);
        Assert.False(await LivesAsync(alice));
    }

    // I04
    [Fact]
    public async Task LogoutRequest_PairwiseNameIdWithSessionIndex_EndsTheSession()
    {
        await using var app = await StartAsync();
        var (alice, index) = await SignInAsync(app);
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await SendAsync(app, Query("W2b1mGx0ilM3mTbZ_9GzjVPqNLPtXkrIy5wq4Md9uUs", index).ToString())).StatusCode
        );
        Assert.False(await LivesAsync(alice));
    }

    // I04
    [Fact]
    public async Task LogoutRequest_PairwiseNameIdAlone_EndsSessionsStartedWithIt()
    {
        const string Pairwise = "W2b1mGx0ilM3mTbZ_9GzjVPqNLPtXkrIy5wq4Md9uUs";
        await using var app = await StartAsync(o =>
            o.Organizations["contoso"].NameId.Fallback = SamlSp.Claims.NameIdFallback.AssertedNameId
        );
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member().NameId(Pairwise, "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"));
        Assert.True(await LivesAsync(browser), app.Log.Text);
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, Query(Pairwise, null).ToString())).StatusCode);
        Assert.False(await LivesAsync(browser));
    }

    // I05
    [Fact]
    public Task LogoutRequest_ReencodedQuery_IsRefused() =>
        AttackAsync(
            "signature_invalid",
            query =>
                query
                    .ToString()
                    .Replace("%2f", "%2F", StringComparison.Ordinal)
                    .Replace("%2b", "%2B", StringComparison.Ordinal)
                    .Replace("%3d", "%3D", StringComparison.Ordinal)
        );

    // I06
    [Theory]
    [InlineData("&SAMLResponse=eA%3d%3d", "malformed")]
    [InlineData("&SAMLRequest=eA%3d%3d", "malformed")]
    [InlineData("&RelayState=other", "malformed")]
    public Task LogoutRequest_DuplicateParameters_IsRefused(string extra, string code) =>
        AttackAsync(code, query => (query with { RelayState = "x" }) + extra);

    // I06
    [Fact]
    public Task LogoutRequest_SignatureWithoutSigAlg_IsRefused() =>
        AttackAsync(
            "signature_structure",
            query => string.Join('&', query.ToString().Split('&').Where(p => !p.StartsWith("SigAlg=", StringComparison.Ordinal)))
        );

    // I07
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task LogoutEndpoint_RequestFromAnotherSite_SignsNoUserOut(string method)
    {
        await using var app = await StartAsync();
        var (alice, _) = await SignInAsync(app);
        using var request = new HttpRequestMessage(new(method), "/Saml2/Logout")
        {
            Content = method == "POST" ? new FormUrlEncodedContent([]) : null,
        };
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        await alice.SendAsync(request);
        Assert.True(await LivesAsync(alice));
        await alice.GetAsync("/Saml2/Logout");
        Assert.False(await LivesAsync(alice));
    }

    // I07
    [Theory]
    [InlineData("other-request", "in_response_to_mismatch")]
    [InlineData("other-browser", "in_response_to_mismatch")]
    [InlineData("other-issuer", "wrong_identity_provider")]
    [InlineData("unknown-issuer", "untrusted_issuer")]
    [InlineData("failed", null)]
    [InlineData("unsigned", null)]
    public async Task LogoutResponse_EachVariation_IsRefusedUnlessItAnswersTheRequest(string attack, string? code)
    {
        await using var app = await StartAsync(o => o.Organizations["fabrikam"] = new());
        var (alice, _) = await SignInAsync(app);
        var (id, relayState, _) = TestBrowser.Read((await alice.GetAsync("/logout")).Headers.Location!);
        var xml = TestLogout.Response.Replace(TestSp.RequestId, attack == "other-request" ? "idother" : id, StringComparison.Ordinal);
        if (attack == "failed")
        {
            xml = xml.Replace("status:Success", "status:Responder", StringComparison.Ordinal);
        }

        if (attack == "other-issuer")
        {
            xml = xml.Replace(TestTenant.LogoutIssuer, TestTenant.HomeIssuer, StringComparison.Ordinal);
        }

        if (attack == "unknown-issuer")
        {
            xml = xml.Replace(TestTenant.LogoutIssuer, "https://evil.example/", StringComparison.Ordinal);
        }

        var query = new RedirectQuery
        {
            Parameter = "SAMLResponse",
            Xml = xml,
            RelayState = relayState,
            Certificate =
                attack == "unsigned" ? null
                : attack == "other-issuer" ? TestCertificates.IdpNext
                : TestCertificates.Idp,
        };
        var answer = await (attack == "other-browser" ? app.Browser() : alice).GetAsync("/Saml2/Logout?" + query);
        var page = await answer.Content.ReadAsStringAsync();
        if (code is not null)
        {
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("Refused: " + code, app.Log.Text, StringComparison.Ordinal);
        }
        else
        {
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(
                attack == "unsigned",
                page.Contains("has confirmed that you are signed out there as well", StringComparison.Ordinal)
            );
        }
    }

    // I08
    [Fact]
    public async Task LogoutRequest_OfAnotherTenant_EndsNoForeignSession()
    {
        await using var app = await StartAsync(o => o.Organizations["fabrikam"] = new());
        var (alice, index) = await SignInAsync(app);
        var request = Request(index).Replace(TestTenant.LogoutIssuer, TestTenant.HomeIssuer, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.Redirect,
            (await SendAsync(app, new RedirectQuery { Xml = request, Certificate = TestCertificates.IdpNext }.ToString())).StatusCode
        );
        Assert.True(await LivesAsync(alice));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await SendAsync(app, new RedirectQuery { Xml = Request(index), Certificate = TestCertificates.IdpNext }.ToString())).StatusCode
        );
        Assert.True(await LivesAsync(alice));
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, new RedirectQuery { Xml = Request(index) }.ToString())).StatusCode);
        Assert.False(await LivesAsync(alice));
    }

    // I08
    [Fact]
    public async Task LogoutRequest_IssuerNameTakenByAnotherTenant_EndsOnlyOwnSessions()
    {
        await using var app = await StartAsync(
            o => o.Organizations["fabrikam"] = new(),
            s => s.AddSingleton<IIdentityProviderMetadataSource, NamedAsContosoSignsOut>()
        );
        var (alice, index) = await SignInAsync(app);
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await SendAsync(app, new RedirectQuery { Xml = Request(index), Certificate = TestCertificates.IdpNext }.ToString())).StatusCode
        );
        Assert.True(await LivesAsync(alice));
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, new RedirectQuery { Xml = Request(index) }.ToString())).StatusCode);
        Assert.False(await LivesAsync(alice));
    }

    private async Task AttackAsync(string code, Func<RedirectQuery, string> attack)
    {
        await using var app = await StartAsync();
        var (alice, index) = await SignInAsync(app);
        var query = Query("alice@example.com", index);
        Assert.Equal(HttpStatusCode.Forbidden, (await SendAsync(app, attack(query))).StatusCode);
        Assert.Contains("Refused: " + code, app.Log.Text, StringComparison.Ordinal);
        Assert.True(await LivesAsync(alice));
        Assert.Equal(HttpStatusCode.Redirect, (await SendAsync(app, query.ToString())).StatusCode);
        Assert.False(await LivesAsync(alice));
    }

    private static string Request(string sessionIndex) => TestLogout.Request.Replace("_session1", sessionIndex, StringComparison.Ordinal);

    private static RedirectQuery Query(string nameId, string? sessionIndex, string? id = null)
    {
        var xml = TestLogout
            .Request.Replace("alice@example.com", nameId, StringComparison.Ordinal)
            .Replace(TestLogout.RequestId, id ?? TestLogout.RequestId, StringComparison.Ordinal);
        return new()
        {
            Xml = sessionIndex is null
                ? xml.Replace("<samlp:SessionIndex>_session1</samlp:SessionIndex>", "", StringComparison.Ordinal)
                : xml.Replace("_session1", sessionIndex, StringComparison.Ordinal),
        };
    }

    /// <summary>As from an iframe at the identity provider: without any cookie of ours.</summary>
    private static Task<HttpResponseMessage> SendAsync(TestApp app, string query) => app.Browser().GetAsync("/Saml2/Logout?" + query);

    private static async Task<bool> LivesAsync(TestBrowser browser) =>
        (await browser.GetAsync("/session", "application/json")).StatusCode == HttpStatusCode.OK;

    private static async Task<(TestBrowser Browser, string SessionIndex)> SignInAsync(TestApp app)
    {
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn?organization=contoso");
        var response = TestIdp.Create().Member().Answering(id).SignedResponse();
        await browser.PostAsync("/Saml2/Acs", ("SAMLResponse", response.ToFormValue()), ("RelayState", relayState));
        Assert.True(await LivesAsync(browser));
        return (browser, response.AssertionId);
    }

    private Task<TestApp> StartAsync(Action<SamlSpOptions>? configure = null, Action<IServiceCollection>? services = null) =>
        TestApp.StartAsync(
            o =>
            {
                o.Certificates.Directory = _certificates;
                configure?.Invoke(o);
            },
            services
        );

    private sealed class NamedAsContosoSignsOut : IIdentityProviderMetadataSource
    {
        public byte[]? Find(string organization) =>
            organization == "fabrikam"
                ? TestApp.TestMetadata.Document(TestTenant.LogoutIssuer, TestTenant.SignOnUrl, TestCertificates.IdpNext)
                : TestApp.Metadata.Find(organization);
    }
}
