using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;
using static SamlSp.AspNetCore.Tests.OpenIdConnect.TestOpenIdProvider;

namespace SamlSp.AspNetCore.Tests.OpenIdConnect;

/// <summary>OpenID Connect Back-Channel Logout 1.0: each wrong token beside the right one that differs in one thing.</summary>
public sealed class BackchannelLogoutTests : IAsyncLifetime
{
    private const string Path = "/auth/oidc/backchannel-logout";

    private static readonly Dictionary<string, (string Code, Func<string> Token)> Wrong = new(StringComparer.Ordinal)
    {
        ["expired"] = ("expired", Changed(t => (t.Payload["exp"], t.Payload["iat"]) = (Now(-190), Now(-300)))),
        ["old, though it has not expired"] = ("expired", Changed(t => (t.Payload["exp"], t.Payload["iat"]) = (Now(86_400), Now(-490)))),
        ["of the future"] = ("not_yet_valid", Changed(t => t.Payload["iat"] = Now(190))),
        ["without exp"] = ("expired", Changed(t => t.Payload.Remove("exp"))),
        ["without iat"] = ("malformed", Changed(t => t.Payload.Remove("iat"))),
        ["for another client"] = ("audience_mismatch", Changed(t => t.Payload["aud"] = "another-client")),
        ["without aud"] = ("audience_mismatch", Changed(t => t.Payload.Remove("aud"))),
        ["of another issuer"] = ("untrusted_issuer", Changed(t => t.Payload["iss"] = "https://other.example")),
        ["of the issuer with a slash"] = ("untrusted_issuer", Changed(t => t.Payload["iss"] = Issuer + "/")),
        ["without iss"] = ("untrusted_issuer", Changed(t => t.Payload.Remove("iss"))),
        ["iss twice"] = ("malformed", Twice($"\"iss\":\"{Issuer}\"")),
        ["sub twice"] = ("malformed", Twice("\"sub\":\"user-2\"")),
        ["without events"] = ("logout_token_invalid", Changed(t => t.Payload.Remove("events"))),
        ["events null"] = ("logout_token_invalid", Changed(t => t.Payload["events"] = null)),
        ["events an array"] = ("logout_token_invalid", Changed(t => t.Payload["events"] = new JsonArray(Event))),
        ["events a text"] = ("logout_token_invalid", Changed(t => t.Payload["events"] = Event)),
        ["another event"] = ("logout_token_invalid", Changed(t => t.Payload["events"] = new JsonObject { ["x"] = new JsonObject() })),
        ["event null"] = ("logout_token_invalid", Changed(t => t.Payload["events"] = new JsonObject { [Event] = null })),
        ["event a text"] = ("logout_token_invalid", Changed(t => t.Payload["events"] = new JsonObject { [Event] = "{}" })),
        ["with a nonce"] = ("logout_token_invalid", Changed(t => t.Payload["nonce"] = "n")),
        ["with a nonce that is null"] = ("logout_token_invalid", Changed(t => t.Payload["nonce"] = null)),
        ["with an unknown crit"] = ("critical_header_unknown", Changed(t => t.Header["crit"] = new JsonArray("exp"))),
        ["of another type"] = ("logout_token_invalid", Changed(t => t.Header["typ"] = "at+jwt")),
        ["without jti"] = ("malformed", Changed(t => t.Payload.Remove("jti"))),
        ["jti a number"] = ("malformed", Changed(t => t.Payload["jti"] = 7)),
        ["neither sub nor sid"] = ("logout_token_invalid", () => Sign(LogoutToken(sid: null, sub: null))),
        ["sid a number"] = ("logout_token_invalid", Changed(t => t.Payload["sid"] = 7)),
        ["sub empty"] = ("logout_token_invalid", Changed(t => t.Payload["sub"] = "")),
        ["not signed"] = ("unsigned", () => Unsigned("none")),
        ["HMAC"] = ("unsupported_algorithm", () => Unsigned("HS256")),
        ["by another key"] = ("signature_invalid", () => By(Header("logout+jwt"))),
        ["by a key that is not published"] = (
            "signature_invalid",
            () =>
            {
                var header = Header("logout+jwt");
                header["kid"] = "op-2";
                return By(header);
            }
        ),
        ["no token"] = ("malformed", () => "a logout token"),
        ["payload no object"] = ("malformed", () => Sign(Header("logout+jwt").ToJsonString(), "[]")),
    };

    private readonly TestOpenIdProvider _provider = new();
    private readonly FailingSessionStore _sessions = new();
    private TestApp _app = null!;

    public static TheoryData<string> Cases => [.. Wrong.Keys];

    public async Task InitializeAsync() => _app = await _provider.StartAppAsync(services: s => s.AddSingleton<ISessionStore>(_sessions));

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task LogoutToken_WrongInOneThing_IsRefusedWithItsCodeAndEndsNothing(string name)
    {
        using var browser = await SignedInAsync();
        var (code, token) = Wrong[name];
        var refused = await PostAsync(token());
        await AssertRefusedAsync(refused, code);
        Assert.True(await HasSessionAsync(browser));

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Sign(LogoutToken()))).StatusCode);
        Assert.False(await HasSessionAsync(browser));
    }

    [Fact]
    public async Task LogoutToken_SecondUse_IsReplayed()
    {
        using var browser = await SignedInAsync();
        var token = Sign(LogoutToken());
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token)).StatusCode);
        await _provider.SignInAsync(browser);
        await AssertRefusedAsync(await PostAsync(token), "replayed");
        Assert.True(await HasSessionAsync(browser));
    }

    /// <summary>An ID token is of the same issuer, for us, and names the session: it must not sign anybody out.</summary>
    [Fact]
    public async Task LogoutToken_IdTokenInItsPlace_IsRefused()
    {
        using var browser = await SignedInAsync();
        await AssertRefusedAsync(await PostAsync(_provider.IdToken()), "logout_token_invalid");
        Assert.True(await HasSessionAsync(browser));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("logout+jwt")]
    [InlineData("application/logout+jwt")]
    [InlineData("Logout+JWT")]
    [InlineData("JWT")]
    public async Task LogoutToken_TypeThatTheStandardAllows_EndsTheSession(string? type)
    {
        using var browser = await SignedInAsync();
        var token = LogoutToken();
        token.Header.Remove("typ");
        if (type is not null)
        {
            token.Header["typ"] = type;
        }

        var answer = await PostAsync(Sign(token));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("no-store", answer.Headers.CacheControl!.ToString());
        Assert.Empty(await answer.Content.ReadAsStringAsync());
        Assert.False(await HasSessionAsync(browser));
        Assert.Contains("LogoutByIdentityProvider", _app.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("session-1", null)]
    [InlineData("session-1", "user-1")]
    public async Task LogoutToken_WithSid_EndsThatSessionAlone(string sid, string? sub)
    {
        using var browser = await SignedInAsync();
        using var other = await SignedInAsync("session-2");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Sign(LogoutToken(sid, sub)))).StatusCode);
        Assert.False(await HasSessionAsync(browser));
        Assert.True(await HasSessionAsync(other));
    }

    [Fact]
    public async Task LogoutToken_WithSubAlone_EndsAllSessionsOfThatUser()
    {
        using var first = await SignedInAsync();
        using var second = await SignedInAsync("session-2");
        using var neighbour = await SignedInAsync("session-3", "user-2");
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Sign(LogoutToken(sid: null)))).StatusCode);
        Assert.False(await HasSessionAsync(first));
        Assert.False(await HasSessionAsync(second));
        Assert.True(await HasSessionAsync(neighbour));
    }

    /// <summary>A session that is over, or was never here, is signed out: that is no error (Back-Channel Logout 1.0, 2.8).</summary>
    [Fact]
    public async Task LogoutToken_SessionThatIsNotHere_IsAnsweredAllTheSame()
    {
        using var browser = await SignedInAsync();
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Sign(LogoutToken("unknown", sub: null)))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(Sign(LogoutToken(sub: "user-2")))).StatusCode);
        Assert.True(await HasSessionAsync(browser));
    }

    [Fact]
    public async Task LogoutRequest_OtherForms_AreRefusedBeforeTheToken()
    {
        using var browser = await SignedInAsync();
        var token = Sign(LogoutToken());
        using var client = _app.Browser();
        await AssertRefusedAsync(await client.PostAsync(Path, ("logout_token", token), ("logout_token", token)), "malformed");
        await AssertRefusedAsync(await client.PostAsync(Path, ("token", token)), "malformed");
        await AssertRefusedAsync(
            await client.SendAsync(new(HttpMethod.Post, Path) { Content = new StringContent(token, Encoding.UTF8, "text/plain") }),
            "malformed"
        );
        await AssertRefusedAsync(await client.PostAsync(Path, ("logout_token", new string('x', 9000))), "malformed");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync($"{Path}?logout_token={token}")).StatusCode);
        Assert.True(await HasSessionAsync(browser));
        Assert.Equal(HttpStatusCode.OK, (await client.PostAsync(Path, ("logout_token", token))).StatusCode);
        Assert.False(await HasSessionAsync(browser));
    }

    [Fact]
    public async Task LogoutRequest_StoreDown_CanBeSentAgain()
    {
        using var browser = await SignedInAsync();
        var token = Sign(LogoutToken());
        _sessions.Fails = true;
        var refused = await PostAsync(token);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var error = JsonDocument.Parse(await refused.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("temporarily_unavailable", error.GetProperty("error").GetString());
        _sessions.Fails = false;
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(token)).StatusCode);
        Assert.False(await HasSessionAsync(browser));
    }

    private static Func<string> Changed(Action<(JsonObject Header, JsonObject Payload)> change) =>
        () =>
        {
            var token = LogoutToken();
            change(token);
            return Sign(token);
        };

    /// <summary>With one more member at the beginning of the payload, of a name that is there already.</summary>
    private static Func<string> Twice(string member) =>
        () =>
        {
            var (header, payload) = LogoutToken();
            return Sign(header.ToJsonString(), payload.ToJsonString().Insert(1, member + ","));
        };

    private static string By(JsonObject header) =>
        Sign(header.ToJsonString(), LogoutToken().Payload.ToJsonString(), TestCertificates.Untrusted);

    private static string Unsigned(string algorithm)
    {
        var (header, payload) = LogoutToken();
        header["alg"] = algorithm;
        var signed = $"{Encode(header.ToJsonString())}.{Encode(payload.ToJsonString())}";
        var signature =
            algorithm == "none"
                ? []
                : System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(ClientSecret), Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{WebEncoders.Base64UrlEncode(signature)}";
    }

    private static long Now(int seconds) => TestClock.Now.ToUnixTimeSeconds() + seconds;

    private async Task<TestBrowser> SignedInAsync(string sid = "session-1", string sub = "user-1")
    {
        (_provider.Claims["sid"], _provider.Claims["sub"]) = (sid, sub);
        var browser = _app.Browser();
        var answer = await _provider.SignInAsync(browser);
        Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, _app.Log.Text);
        Assert.True(await HasSessionAsync(browser));
        return browser;
    }

    private static async Task<bool> HasSessionAsync(TestBrowser browser) =>
        (await browser.GetAsync("/session", "application/json")).StatusCode == HttpStatusCode.OK;

    private async Task<HttpResponseMessage> PostAsync(string token)
    {
        using var client = _app.Browser();
        return await client.PostAsync(Path, ("logout_token", token));
    }

    private async Task AssertRefusedAsync(HttpResponseMessage refused, string code)
    {
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("no-store", refused.Headers.CacheControl!.ToString());
        var text = await refused.Content.ReadAsStringAsync();
        var error = JsonDocument.Parse(text).RootElement;
        Assert.Equal("invalid_request", error.GetProperty("error").GetString());
        Assert.DoesNotContain(code, text, StringComparison.Ordinal);
        var reference = error.GetProperty("error_description").GetString()!.Split(' ')[^1].TrimEnd('.');
        Assert.Contains($"Refused: {code}, reference {reference}", _app.Log.Text, StringComparison.Ordinal);

        // The administrator finds it, and no token is in the log.
        Assert.NotNull(_app.Services.GetRequiredService<SignInTraceWriter>().Find(reference) ?? await StoredAsync(reference));
        Assert.DoesNotContain("eyJ", _app.Log.Text, StringComparison.Ordinal);
    }

    private Task<SignInTraceEntry?> StoredAsync(string reference) =>
        _app.Services.GetRequiredService<ISignInTraceStore>().FindAsync(reference, default);
}
