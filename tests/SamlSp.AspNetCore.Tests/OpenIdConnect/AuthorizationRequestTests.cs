using System.Net;
using System.Text.Json;
using SamlSp.Testing;
using static SamlSp.AspNetCore.Tests.OpenIdConnect.TestOpenIdProvider;

namespace SamlSp.AspNetCore.Tests.OpenIdConnect;

/// <summary>Pushed (RFC 9126) and signed (RFC 9101) authorization requests, and who the client proves to be.</summary>
public sealed class AuthorizationRequestTests
{
    private const string Start = "/Saml2/SignIn?organization=op&ReturnUrl=/there";
    private readonly TestOpenIdProvider _provider = new();

    [Fact]
    public async Task Request_NothingAnnounced_HasItsParametersInTheAddress()
    {
        await using var app = await _provider.StartAppAsync();
        using var browser = app.Browser();
        var request = Request(await browser.GetAsync(Start));
        Assert.Equal(
            [
                "client_id",
                "code_challenge",
                "code_challenge_method",
                "nonce",
                "redirect_uri",
                "response_mode",
                "response_type",
                "scope",
                "state",
            ],
            request.Keys.Order(StringComparer.Ordinal)
        );
        Assert.Empty(_provider.Posted);
    }

    [Fact]
    public async Task Request_PushAnnounced_LeavesAReferenceInTheAddress()
    {
        _provider.Discovery["pushed_authorization_request_endpoint"] = Issuer + "/par";
        await using var app = await _provider.StartAppAsync();
        using var browser = app.Browser();
        var request = Request(await browser.GetAsync(Start));
        Assert.Equal(["client_id", "request_uri"], request.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("urn:ietf:params:oauth:request_uri:abc", request["request_uri"]);
        var (path, form) = Assert.Single(_provider.Posted);
        Assert.Equal("/par", path);
        Assert.Equal(ClientSecret, form["client_secret"]);
        Assert.Equal("https://sp.example.com/auth/oidc/callback", form["redirect_uri"]);
        Assert.Equal("code", form["response_type"]);

        // The answer is that of any other request.
        Assert.Equal(HttpStatusCode.SeeOther, (await _provider.AnswerAsync(browser, form)).StatusCode);
    }

    [Theory]
    [InlineData(
        400,
        """{"error":"invalid_client","error_description":"no such client"}""",
        "answered 400, invalid_client. It says: 'no such client'."
    )]
    [InlineData(201, """{"expires_in":60}""", "gave no request_uri")]
    [InlineData(200, "<html>", "did not answer with JSON")]
    [InlineData(0, "", "cannot be reached")]
    public async Task Request_PushThatFails_IsAPageAndALogLine(int status, string body, string logged)
    {
        _provider.Discovery["pushed_authorization_request_endpoint"] = Issuer + "/par";
        await using var app = await _provider.StartAppAsync();
        using var browser = app.Browser();
        var works = _provider.Pushed;
        _provider.Pushed = () => status == 0 ? throw new HttpRequestException("refused") : (status, body);
        var page = await browser.GetAsync(Start);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("did not take our request", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Refused: authorization_request_failed, ", app.Log.Text, StringComparison.Ordinal);
        Assert.Contains(logged, app.Log.Text, StringComparison.Ordinal);
        Assert.Empty(browser.Cookies);
        _provider.Pushed = works;
        Assert.Equal(HttpStatusCode.Redirect, (await browser.GetAsync(Start)).StatusCode);
    }

    [Fact]
    public async Task Request_PushSwitchedOff_IsNotPushed()
    {
        _provider.Discovery["pushed_authorization_request_endpoint"] = Issuer + "/par";
        await using var app = await _provider.StartAppAsync(o => o.Connection.PushedAuthorization = PushedAuthorizationBehavior.Disable);
        using var browser = app.Browser();
        Assert.Contains("nonce", Request(await browser.GetAsync(Start)).Keys);
        Assert.Empty(_provider.Posted);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_Signed_HasAllParametersInTheObjectAndNoneOfThemBeside(bool pushed)
    {
        if (pushed)
        {
            _provider.Discovery["pushed_authorization_request_endpoint"] = Issuer + "/par";
        }

        await using var app = await _provider.StartAppAsync(o => o.Connection.SignRequests = true);
        using var browser = app.Browser();
        var request = Request(await browser.GetAsync(Start + "&reauthenticate=true"));
        var sent = pushed ? _provider.Posted.Single().Form : request;
        Assert.Equal(
            pushed ? ["client_id", "client_secret", "request"] : ["client_id", "request", "response_type", "scope"],
            sent.Keys.Order(StringComparer.Ordinal)
        );
        var (header, claims) = Verify(sent["request"]);
        Assert.Equal("oauth-authz-req+jwt", header.GetProperty("typ").GetString());
        Assert.Equal("PS256", header.GetProperty("alg").GetString());
        Assert.Equal(ClientId, claims.GetProperty("iss").GetString());
        Assert.Equal(Issuer, claims.GetProperty("aud").GetString());
        Assert.Equal(ClientId, claims.GetProperty("client_id").GetString());
        Assert.Equal("code", claims.GetProperty("response_type").GetString());
        Assert.Equal("S256", claims.GetProperty("code_challenge_method").GetString());
        Assert.Equal("login", claims.GetProperty("prompt").GetString());
        Assert.Equal(0, claims.GetProperty("max_age").GetInt32());
        Assert.Equal(TestClock.Now.ToUnixTimeSeconds() + 300, claims.GetProperty("exp").GetInt64());
        Assert.False(claims.TryGetProperty("sub", out _));

        // Who verifies it finds the key that we publish.
        var keys = JsonDocument.Parse(await (await browser.GetAsync("/auth/oidc/jwks")).Content.ReadAsStringAsync()).RootElement;
        var key = Assert.Single(keys.GetProperty("keys").EnumerateArray());
        Assert.Equal(key.GetProperty("kid").GetString(), header.GetProperty("kid").GetString());
        Assert.Equal(["e", "kid", "kty", "n", "use"], key.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal));

        Assert.Equal(HttpStatusCode.SeeOther, (await _provider.AnswerAsync(browser, Texts(claims))).StatusCode);
    }

    [Theory]
    [InlineData(false, null, false, false)]
    [InlineData(true, null, false, false)]
    [InlineData(true, null, true, true)]
    [InlineData(true, false, true, false)]
    [InlineData(false, true, false, true)]
    public async Task Request_SignedRequestsAnnounced_AreUsedWhereOurKeyIsKnown(bool announced, bool? setting, bool byKey, bool signed)
    {
        if (announced)
        {
            _provider.Discovery["request_object_signing_alg_values_supported"] = new System.Text.Json.Nodes.JsonArray("none", "PS256");
        }

        await using var app = await _provider.StartAppAsync(o => ByKey(o, byKey).SignRequests = setting);
        using var browser = app.Browser();
        Assert.Equal(signed, Request(await browser.GetAsync(Start)).ContainsKey("request"));
    }

    [Fact]
    public async Task Request_SignedRequestsRequired_AreSignedOrTheStartIsRefused()
    {
        _provider.Discovery["require_signed_request_object"] = true;
        await using (var app = await _provider.StartAppAsync())
        {
            using var browser = app.Browser();
            Assert.Contains("request", Request(await browser.GetAsync(Start)).Keys);
        }

        Assert.Equal(["SamlSp:Organizations:op:Connection:SignRequests"], await StartErrorsAsync(o => o.SignRequests = false));
        Assert.Equal(["SamlSp:Organizations:op:Connection:SignRequests"], await StartErrorsAsync(_ => { }, withKey: false));
    }

    [Fact]
    public async Task Settings_ThatTheIdentityProviderRulesOut_AreRefusedAtStart()
    {
        Assert.Equal(
            ["SamlSp:Organizations:op:Connection:PushedAuthorization"],
            await StartErrorsAsync(o => o.PushedAuthorization = PushedAuthorizationBehavior.Require)
        );
        Assert.Equal(
            ["SamlSp:Organizations:op:Connection:ClientAuthentication", "SamlSp:Organizations:op:Connection:SignRequests"],
            await StartErrorsAsync(
                o => (o.ClientAuthentication, o.ClientSecret, o.SignRequests) = (ClientAuthenticationMethod.PrivateKeyJwt, null, true),
                withKey: false
            )
        );
        _provider.Discovery["pushed_authorization_request_endpoint"] = Issuer + "/par";
        _provider.Discovery["require_pushed_authorization_requests"] = true;
        Assert.Equal(
            ["SamlSp:Organizations:op:Connection:PushedAuthorization"],
            await StartErrorsAsync(o => o.PushedAuthorization = PushedAuthorizationBehavior.Disable)
        );
        await using var app = await _provider.StartAppAsync(o => o.Connection.PushedAuthorization = PushedAuthorizationBehavior.Require);
    }

    [Theory]
    [InlineData(ClientAssertionAudience.Endpoint)]
    [InlineData(ClientAssertionAudience.Issuer)]
    public async Task Client_WithItsOwnKey_ProvesItselfAtBothEndpoints(ClientAssertionAudience audience)
    {
        _provider.Discovery["pushed_authorization_request_endpoint"] = Issuer + "/par";
        await using var app = await _provider.StartAppAsync(o => ByKey(o, true).ClientAssertionAudience = audience);
        using var browser = app.Browser();
        await browser.GetAsync(Start);
        var pushed = _provider.Posted.Single().Form;
        Assert.Equal(HttpStatusCode.SeeOther, (await _provider.AnswerAsync(browser, pushed)).StatusCode);
        Assert.Equal(["/par", "/token"], _provider.Posted.Select(p => p.Path));
        foreach (var (path, form) in _provider.Posted)
        {
            Assert.DoesNotContain("client_secret", form.Keys);
            var (header, claims) = Verify(form["client_assertion"]);
            Assert.Equal(audience == ClientAssertionAudience.Issuer ? Issuer : Issuer + path, claims.GetProperty("aud").GetString());
            Assert.Equal("PS256", header.GetProperty("alg").GetString());
            Assert.Equal(ClientId, claims.GetProperty("sub").GetString());
        }
    }

    private static SamlSpConnectionOptions ByKey(OrganizationOptions organization, bool byKey)
    {
        if (byKey)
        {
            organization.Connection.ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt;
            organization.Connection.ClientSecret = null;
        }

        return organization.Connection;
    }

    private static Dictionary<string, string> Texts(JsonElement claims) =>
        claims
            .EnumerateObject()
            .Where(m => m.Value.ValueKind == JsonValueKind.String)
            .ToDictionary(m => m.Name, m => m.Value.GetString()!, StringComparer.Ordinal);

    private async Task<IEnumerable<string>> StartErrorsAsync(Action<SamlSpConnectionOptions> configure, bool withKey = true)
    {
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            _provider.StartAppAsync(o => configure(o.Connection), withKey: withKey)
        );
        return refused.Errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal);
    }
}
