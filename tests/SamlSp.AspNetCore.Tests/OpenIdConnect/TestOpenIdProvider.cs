using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.OpenIdConnect;

/// <summary>
/// An OpenID Connect identity provider other than Entra, as the application sees it: what it publishes, and what it answers. Its tokens are
/// written by hand, so that they can be wrong in every way.
/// </summary>
internal sealed class TestOpenIdProvider() : Backchannel(null!)
{
    public const string Issuer = "https://op.example";
    public const string ClientId = "samlsp-client";
    public const string ClientSecret = "op~secret";
    public const string Event = "http://schemas.openid.net/event/backchannel-logout";
    private const string KeyId = "op-1";

    /// <summary>The discovery document.</summary>
    public JsonObject Discovery { get; } =
        new()
        {
            ["issuer"] = Issuer,
            ["authorization_endpoint"] = Issuer + "/authorize",
            ["token_endpoint"] = Issuer + "/token",
            ["jwks_uri"] = Issuer + "/jwks",
            ["end_session_endpoint"] = "https://signout.op.example/end",
        };

    /// <summary>The claims of the ID token, besides those of the protocol.</summary>
    public JsonObject Claims { get; } =
        new()
        {
            ["sub"] = "user-1",
            ["sid"] = "session-1",
            ["email"] = "alice@example.com",
            ["name"] = "Alice",
        };

    /// <summary>The nonce of the request that is answered.</summary>
    public string? Nonce { get; set; }

    /// <summary>The forms that were posted to us, by path.</summary>
    public List<(string Path, IReadOnlyDictionary<string, string> Form)> Posted { get; } = [];

    /// <summary>What the userinfo endpoint is asked with.</summary>
    public List<AuthenticationHeaderValue?> UserInfoAsked { get; } = [];

    /// <summary>What the userinfo endpoint answers.</summary>
    public Func<(int Status, string Body)> UserInfo { get; set; } = () => (200, "{}");

    /// <summary>What the endpoint for pushed requests answers.</summary>
    public Func<(int Status, string Body)> Pushed { get; set; } =
        () => (201, """{"request_uri":"urn:ietf:params:oauth:request_uri:abc","expires_in":60}""");

    public override Task<byte[]> GetAsync(Uri url, bool trusted, MetadataOptions bounds, CancellationToken cancellationToken)
    {
        using var rsa = TestCertificates.Idp.GetRSAPublicKey()!;
        var key = rsa.ExportParameters(includePrivateParameters: false);
        return Task.FromResult(
            Encoding.UTF8.GetBytes(
                url.AbsolutePath == "/jwks"
                    ? new JsonObject
                    {
                        ["keys"] = new JsonArray(
                            new JsonObject
                            {
                                ["kty"] = "RSA",
                                ["kid"] = KeyId,
                                ["n"] = WebEncoders.Base64UrlEncode(key.Modulus!),
                                ["e"] = WebEncoders.Base64UrlEncode(key.Exponent!),
                            }
                        ),
                    }.ToJsonString()
                    : Discovery.ToJsonString()
            )
        );
    }

    public override Task<(int Status, byte[] Body)> PostAsync(
        Uri url,
        bool trusted,
        MetadataOptions bounds,
        IReadOnlyDictionary<string, string> form,
        CancellationToken cancellationToken
    )
    {
        Posted.Add((url.AbsolutePath, form));
        var (status, body) =
            url.AbsolutePath == "/par"
                ? Pushed()
                : (
                    200,
                    new JsonObject
                    {
                        ["id_token"] = IdToken(),
                        ["access_token"] = "at~1",
                        ["token_type"] = "Bearer",
                    }.ToJsonString()
                );
        return Task.FromResult((status, Encoding.UTF8.GetBytes(body)));
    }

    public override Task<(int Status, byte[] Body, RetryConditionHeaderValue? RetryAfter)> SendAsync(
        HttpRequestMessage request,
        bool trusted,
        MetadataOptions bounds,
        CancellationToken cancellationToken
    )
    {
        Assert.Equal(HttpMethod.Get, request.Method);
        Assert.Equal("/userinfo", request.RequestUri!.AbsolutePath);
        Assert.True(bounds.Timeout <= TimeSpan.FromSeconds(5));
        UserInfoAsked.Add(request.Headers.Authorization);
        var (status, body) = UserInfo();
        return Task.FromResult((status, Encoding.UTF8.GetBytes(body), default(RetryConditionHeaderValue)));
    }

    /// <summary>An application whose organization <c>op</c> signs in here.</summary>
    public Task<TestApp> StartAppAsync(
        Action<OrganizationOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        bool withKey = true
    ) =>
        TestApp.StartAsync(
            options =>
            {
                options.Organizations["op"] = new()
                {
                    KeyClaim = "sub",
                    NameId = { Fallback = SamlSp.Claims.NameIdFallback.AssertedNameId },
                    PrimaryDomain = "example.com",
                    Domains = ["op.example.com"],
                    Connection =
                    {
                        Protocol = ConnectionProtocol.OpenIdConnect,
                        Issuer = Issuer,
                        ClientId = ClientId,
                        ClientSecret = ClientSecret,
                    },
                };
                configure?.Invoke(options.Organizations["op"]);
            },
            s =>
            {
                s.AddSingleton<Backchannel>(this);
                if (withKey)
                {
                    s.AddSingleton<ISigningKeyProvider>(new OwnKey());
                }

                services?.Invoke(s);
            }
        );

    /// <summary>Signs in all the way.</summary>
    public async Task<HttpResponseMessage> SignInAsync(TestBrowser browser)
    {
        var started = await browser.GetAsync("/Saml2/SignIn?organization=op&ReturnUrl=/there");
        Assert.True(started.StatusCode == HttpStatusCode.Redirect, await started.Content.ReadAsStringAsync());
        return await AnswerAsync(browser, Request(started));
    }

    /// <summary>Answers a request.</summary>
    public Task<HttpResponseMessage> AnswerAsync(TestBrowser browser, IReadOnlyDictionary<string, string> request)
    {
        Nonce = request["nonce"];
        return browser.GetAsync($"/auth/oidc/callback?code=c~1&state={request["state"]}");
    }

    /// <summary>The parameters that a browser is sent away with.</summary>
    public static Dictionary<string, string> Request(HttpResponseMessage started) =>
        QueryHelpers.ParseQuery(started.Headers.Location!.Query).ToDictionary(p => p.Key, p => p.Value.ToString(), StringComparer.Ordinal);

    /// <summary>A logout token that is right in every way, for a test to change.</summary>
    public static (JsonObject Header, JsonObject Payload) LogoutToken(string? sid = "session-1", string? sub = "user-1")
    {
        var now = TestClock.Now.ToUnixTimeSeconds();
        var payload = new JsonObject
        {
            ["iss"] = Issuer,
            ["aud"] = ClientId,
            ["iat"] = now,
            ["exp"] = now + 120,
            ["jti"] = Guid.NewGuid().ToString(),
            ["events"] = new JsonObject { [Event] = new JsonObject() },
        };
        if (sid is not null)
        {
            payload["sid"] = sid;
        }

        if (sub is not null)
        {
            payload["sub"] = sub;
        }

        return (Header("logout+jwt"), payload);
    }

    public static JsonObject Header(string type) =>
        new()
        {
            ["alg"] = "RS256",
            ["typ"] = type,
            ["kid"] = KeyId,
        };

    /// <summary>Signs two texts, whatever they are.</summary>
    public static string Sign(string header, string payload, X509Certificate2? signer = null)
    {
        var signed = $"{Encode(header)}.{Encode(payload)}";
        using var rsa = (signer ?? TestCertificates.Idp).GetRSAPrivateKey()!;
        var signature = rsa.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return $"{signed}.{WebEncoders.Base64UrlEncode(signature)}";
    }

    public static string Sign((JsonObject Header, JsonObject Payload) token) =>
        Sign(token.Header.ToJsonString(), token.Payload.ToJsonString());

    public static string Encode(string part) => WebEncoders.Base64UrlEncode(Encoding.UTF8.GetBytes(part));

    /// <summary>The claims of a token that we signed ourselves, once its signature holds.</summary>
    public static (JsonElement Header, JsonElement Claims) Verify(string token)
    {
        var parts = token.Split('.');
        using var rsa = TestCertificates.Sp.GetRSAPublicKey()!;
        Assert.True(
            rsa.VerifyData(
                Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"),
                WebEncoders.Base64UrlDecode(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pss
            )
        );
        return (
            JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[0])).RootElement,
            JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[1])).RootElement
        );
    }

    public string IdToken()
    {
        var now = TestClock.Now.ToUnixTimeSeconds();
        var payload = (JsonObject)Claims.DeepClone();
        (payload["iss"], payload["aud"], payload["iat"], payload["exp"]) = (Issuer, ClientId, now, now + 300);
        (payload["auth_time"], payload["nonce"]) = (now, Nonce);
        return Sign((Header("JWT"), payload));
    }

    private sealed class OwnKey : ISigningKeyProvider
    {
        public ValueTask<IReadOnlyList<ProvidedKeyPair>> GetAsync(CancellationToken cancellationToken) =>
            new([new("own", TestCertificates.Sp)]);
    }
}
