using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim.Tests;

/// <summary>Secrets that are created at run time, access tokens for client secrets, and the customer's own tenant as the client.</summary>
public sealed class ClientCredentialsTests
{
    private const string Issuer = "https://login.microsoftonline.com/3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11/v2.0";
    private const string Audience = "api://scim";
    private const string Subject = "5f5c0a5e-0000-4000-8000-00000000beef";

    [Fact]
    public async Task Token_CreatedExpiredOrRevoked_IsValidOnlyMeanwhile()
    {
        var file = Path.GetTempFileName();
        await using var app = await ScimApp.StartAsync(storage: new() { ConnectionString = "Data Source=" + file });
        var made = (
            await app.Tokens.CreateAsync("contoso", "Entra", ProvisioningCredentialKind.Token, TimeSpan.FromDays(365), "owner", default)
        )!;
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("Users", made.Secret)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", made.Secret, "fabrikam")).Status);
        var listed = Assert.Single(await app.Tokens.ListAsync("contoso", default));
        Assert.Equal(("Entra", made.Credential.Id), (listed.Name, listed.Id));
        Assert.NotNull(listed.LastUsedAt);
        Assert.DoesNotContain(
            made.Secret,
            File.ReadAllText(file, Encoding.Latin1) + File.ReadAllText(file + "-wal", Encoding.Latin1),
            StringComparison.Ordinal
        );

        app.Clock.Advance(TimeSpan.FromDays(366));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", made.Secret)).Status);
        var other = (
            await app.Tokens.CreateAsync("contoso", "Entra 2", ProvisioningCredentialKind.Token, TimeSpan.FromDays(1), "owner", default)
        )!;
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("Users", other.Secret)).Status);
        Assert.False(await app.Tokens.RevokeAsync("fabrikam", other.Credential.Id, "owner", default));
        Assert.True(await app.Tokens.RevokeAsync("contoso", other.Credential.Id, "owner", default));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", other.Secret)).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task ClientCredentials_ValidExpiredOrRevoked_GiveATokenOnlyWhileValid(bool basic)
    {
        await using var app = await ScimApp.StartAsync();
        var made = (
            await app.Tokens.CreateAsync(
                "contoso",
                "Entra",
                ProvisioningCredentialKind.ClientSecret,
                TimeSpan.FromDays(365),
                "owner",
                default
            )
        )!;
        var granted = await TokenAsync(app, made.Credential.Id, made.Secret, basic);
        Assert.Equal(HttpStatusCode.OK, granted.Status);
        Assert.Equal("Bearer", granted.Json["token_type"]!.GetValue<string>());
        Assert.InRange(granted.Json["expires_in"]!.GetValue<int>(), 3600, 21600);
        var token = granted.Json["access_token"]!.GetValue<string>();
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("Users", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", token, "fabrikam")).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", token + "x")).Status);

        // The secret itself gives no access, and a token is no client secret.
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", made.Secret)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync(app, made.Credential.Id, "wrong", basic)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync(app, Guid.NewGuid().ToString(), made.Secret, basic)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync(app, made.Credential.Id, made.Secret, basic, "fabrikam")).Status);

        app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", token)).Status);
        token = (await TokenAsync(app, made.Credential.Id, made.Secret, basic)).Json["access_token"]!.GetValue<string>();
        await app.Tokens.RevokeAsync("contoso", made.Credential.Id, "owner", default);
        Assert.Equal(HttpStatusCode.Unauthorized, (await app.GetAsync("Users", token)).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await TokenAsync(app, made.Credential.Id, made.Secret, basic)).Status);
    }

    [Fact]
    public async Task ClientCredentials_ExpiredSecret_IsRefused()
    {
        await using var app = await ScimApp.StartAsync();
        var made = (
            await app.Tokens.CreateAsync(
                "contoso",
                "Entra",
                ProvisioningCredentialKind.ClientSecret,
                TimeSpan.FromDays(30),
                "owner",
                default
            )
        )!;
        Assert.Equal(HttpStatusCode.OK, (await TokenAsync(app, made.Credential.Id, made.Secret, basic: false)).Status);
        app.Clock.Advance(TimeSpan.FromDays(31));
        var refused = await TokenAsync(app, made.Credential.Id, made.Secret, basic: false);
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (refused.Status, refused.Json["error"]!.GetValue<string>()));
    }

    [Fact]
    public async Task FederatedIdentity_JwtAssertion_IsAcceptedOnlyIfValid()
    {
        using var rsa = RSA.Create(2048);
        using var foreign = RSA.Create(2048);
        var keys = new Keys(rsa);
        await using var app = await StartWithKeysAsync(keys);
        var granted = await AssertAsync(app, Jwt(app, rsa));
        Assert.True(granted.Status == HttpStatusCode.OK, granted.Json.ToJsonString());
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("Users", granted.Json["access_token"]!.GetValue<string>())).Status);

        foreach (
            var (name, assertion) in new[]
            {
                ("issuer", Jwt(app, rsa, issuer: Issuer + "x")),
                ("audience", Jwt(app, rsa, audience: "api://other")),
                ("subject", Jwt(app, rsa, subject: "someone")),
                ("key", Jwt(app, foreign)),
                ("kid", Jwt(app, foreign, kid: "other")),
                ("expired", Jwt(app, rsa, minutes: -10)),
                ("unsigned", Unsigned(app)),
                ("hmac", Hmac(app, rsa)),
                ("nonsense", "a.b.c"),
                ("long", new string('a', 20_000)),
            }
        )
        {
            var refused = await AssertAsync(app, assertion);
            Assert.True(refused.Status is HttpStatusCode.Unauthorized or HttpStatusCode.BadRequest, name);
        }

        // Keys are fetched once, and once more for an unknown key ID; not for each request.
        Assert.InRange(keys.Requests, 1, 2);
        Assert.Equal(HttpStatusCode.OK, (await AssertAsync(app, Jwt(app, rsa))).Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AssertAsync(app, Jwt(app, rsa), "fabrikam")).Status);
    }

    [Fact]
    public async Task FederatedIdentity_IssuerUnreachable_IsUnauthorized()
    {
        using var rsa = RSA.Create(2048);
        var keys = new Keys(rsa) { Fails = true };
        await using var app = await StartWithKeysAsync(keys);
        Assert.Equal(HttpStatusCode.Unauthorized, (await AssertAsync(app, Jwt(app, rsa))).Status);
        keys.Fails = false;
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Equal(HttpStatusCode.OK, (await AssertAsync(app, Jwt(app, rsa))).Status);
    }

    [Theory]
    [InlineData("grant_type=password&client_id=a&client_secret=b", "unsupported_grant_type")]
    [InlineData("client_id=a&client_secret=b", "invalid_request")]
    [InlineData("grant_type=client_credentials&grant_type=client_credentials", "invalid_request")]
    public async Task TokenEndpoint_InvalidRequest_IsRefused(string form, string error)
    {
        await using var app = await ScimApp.StartAsync();
        using var client = app.Client();
        var response = await client.PostAsync(
            new Uri("/scim/v2/contoso/oauth2/token", UriKind.Relative),
            new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded")
        );
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains(error, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RateLimit_Exceeded_AnswersRetryAfterForThatOrganizationOnly()
    {
        await using var app = await ScimApp.StartAsync(services: s =>
            s.Configure<SamlSpRateLimitOptions>(o => o.ProvisioningPerMinute = 20)
        );
        for (var i = 0; i < 20; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("Users")).Status);
        }

        var limited = await app.GetAsync("Users");
        Assert.Equal(HttpStatusCode.TooManyRequests, limited.Status);
        Assert.True(limited.Message.Headers.RetryAfter!.Delta > TimeSpan.Zero);
        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("Users", ScimApp.FabrikamToken, "fabrikam")).Status);
        for (var i = 0; i < 20; i++)
        {
            await app.GetAsync("Users", "wrong", "fabrikam");
        }

        Assert.Equal(HttpStatusCode.OK, (await app.GetAsync("Users", ScimApp.FabrikamToken, "fabrikam")).Status);
    }

    [Theory]
    [InlineData("GET", "/scim/v2/contoso/Users")]
    [InlineData("POST", "/scim/v2/contoso/oauth2/token")]
    public async Task RateLimit_IPv6Network_CountsAsOneClient(string method, string path)
    {
        await using var app = await ScimApp.StartAsync(services: s =>
            s.Configure<SamlSpRateLimitOptions>(o => o.ProvisioningPerMinute = 5)
        );
        var server = (TestServer)app.Services.GetRequiredService<IServer>();
        async Task<int> FromAsync(string address) => (
                await server.SendAsync(context =>
                {
                    (context.Request.Method, context.Request.Path, context.Connection.RemoteIpAddress) = (
                        method,
                        path,
                        IPAddress.Parse(address)
                    );
                })
            ).Response.StatusCode;
        for (var i = 1; i <= 5; i++)
        {
            Assert.NotEqual(429, await FromAsync("2001:db8:1:1::" + i));
        }

        Assert.Equal(429, await FromAsync("2001:db8:1:1::6"));
        Assert.NotEqual(429, await FromAsync("2001:db8:1:2::1"));
    }

    private static Task<ScimApp> StartWithKeysAsync(Keys keys) =>
        ScimApp.StartAsync(
            o =>
                o.Provisioning.WorkloadIdentity = new()
                {
                    Issuer = Issuer,
                    Audience = Audience,
                    Subject = Subject,
                },
            services: s =>
                s.Replace(
                    ServiceDescriptor.Singleton(p => new IssuerKeys(
                        keys.GetAsync,
                        p.GetRequiredService<TimeProvider>(),
                        NullLogger<IssuerKeys>.Instance
                    ))
                )
        );

    private static string Jwt(
        ScimApp app,
        RSA rsa,
        string issuer = Issuer,
        string audience = Audience,
        string subject = Subject,
        string kid = "k1",
        int minutes = 65
    ) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(
            new SecurityTokenDescriptor
            {
                Issuer = issuer,
                Audience = audience,
                Claims = new Dictionary<string, object> { ["sub"] = subject, ["ver"] = "2.0" },
                NotBefore = app.Clock.GetUtcNow().UtcDateTime.AddHours(-1),
                Expires = app.Clock.GetUtcNow().UtcDateTime.AddMinutes(minutes),
                SigningCredentials = new(new RsaSecurityKey(rsa) { KeyId = kid }, SecurityAlgorithms.RsaSha256),
            }
        );

    private static string Unsigned(ScimApp app) => Part("""{"alg":"none","kid":"k1"}""") + "." + Part(Payload(app)) + ".";

    /// <summary>Signed with the public key as a secret (algorithm confusion).</summary>
    private static string Hmac(ScimApp app, RSA rsa)
    {
        var text = Part("""{"alg":"HS256","kid":"k1"}""") + "." + Part(Payload(app));
        return text
            + "."
            + System.Buffers.Text.Base64Url.EncodeToString(
                HMACSHA256.HashData(rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(text))
            );
    }

    private static string Payload(ScimApp app) =>
        $$"""{"iss":"{{Issuer}}","aud":"{{Audience}}","sub":"{{Subject}}","exp":{{app.Clock.GetUtcNow().AddHours(1).ToUnixTimeSeconds()}}}""";

    private static string Part(string json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));

    private static Task<(HttpStatusCode Status, JsonObject Json)> AssertAsync(
        ScimApp app,
        string assertion,
        string organization = "contoso"
    ) =>
        PostAsync(
            app,
            organization,
            null,
            ("grant_type", "client_credentials"),
            ("client_id", "x"),
            ("scope", "api://scim/.default"),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion)
        );

    private static Task<(HttpStatusCode Status, JsonObject Json)> TokenAsync(
        ScimApp app,
        string id,
        string secret,
        bool basic,
        string organization = "contoso"
    ) =>
        basic
            ? PostAsync(
                app,
                organization,
                new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{secret}"))),
                ("grant_type", "client_credentials")
            )
            : PostAsync(app, organization, null, ("grant_type", "client_credentials"), ("client_id", id), ("client_secret", secret));

    private static async Task<(HttpStatusCode Status, JsonObject Json)> PostAsync(
        ScimApp app,
        string organization,
        AuthenticationHeaderValue? authorization,
        params (string Name, string Value)[] fields
    )
    {
        using var client = app.Client();
        client.DefaultRequestHeaders.Authorization = authorization;
        var response = await client.PostAsync(
            new Uri($"/scim/v2/{organization}/oauth2/token", UriKind.Relative),
            new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)))
        );
        return (response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject());
    }

    private sealed class Keys(RSA rsa)
    {
        public int Requests { get; private set; }

        public bool Fails { get; set; }

        public Task<byte[]> GetAsync(Uri url, bool trusted, MetadataOptions options, CancellationToken cancellationToken)
        {
            Requests++;
            Assert.True(trusted);
            Assert.Equal("https://login.microsoftonline.com/3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11/discovery/v2.0/keys", url.ToString());
            if (Fails)
            {
                throw new HttpRequestException("no route");
            }

            var key = rsa.ExportParameters(false);
            return Task.FromResult(
                Encoding.UTF8.GetBytes(
                    $$"""{"keys":[{"kty":"RSA","use":"sig","kid":"k1","n":"{{System.Buffers.Text.Base64Url.EncodeToString(key.Modulus)}}","e":"AQAB"}]}"""
                )
            );
        }
    }
}
