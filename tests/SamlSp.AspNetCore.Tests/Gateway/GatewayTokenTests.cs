using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Tokens for applications behind a gateway, and the keys that verify them.</summary>
public sealed class GatewayTokenTests
{
    [Fact]
    public async Task GatewayToken_OneAudience_VerifiesWithThePublishedKey()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(GatewayTests.Guest);
        var answer = await GatewayTests.AskAsync(browser, "?audience=wiki");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var token = GatewayTests.Header(answer, GatewayHeaders.Token)!;

        var (header, claims) = await VerifyAsync(browser, token);
        Assert.Equal("RS256", header.GetProperty("alg").GetString());
        Assert.Equal("https://sp.example.com", claims.GetProperty("iss").GetString());
        Assert.Equal("wiki", claims.GetProperty("aud").GetString());
        Assert.Equal("charlie_altostrat.com@example.com", claims.GetProperty("nameId").GetString());
        Assert.Equal("entraGuest", claims.GetProperty("userType").GetString());
        Assert.Equal("/guests", claims.GetProperty("orgUnit").GetString());
        Assert.Equal("reader", claims.GetProperty("roles")[0].GetString());
        Assert.Equal(GatewayTests.Header(answer, GatewayHeaders.UserId), claims.GetProperty("sub").GetString());
        Assert.Equal(app.Clock.GetUtcNow().ToUnixTimeSeconds() + 300, claims.GetProperty("exp").GetInt64());
    }

    [Fact]
    public async Task GatewayToken_RepeatedRequests_IsReusedForHalfItsLifetime()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(GatewayTests.Guest);
        var first = await TokenAsync(browser, "wiki");
        app.Clock.Advance(TimeSpan.FromSeconds(149));
        Assert.Equal(first, await TokenAsync(browser, "wiki"));
        Assert.NotEqual(first, await TokenAsync(browser, "shop"));
        app.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotEqual(first, await TokenAsync(browser, "wiki"));

        app.Clock.Advance(TimeSpan.FromHours(8) - TimeSpan.FromMinutes(4));
        var answer = await GatewayTests.AskAsync(browser, "?audience=wiki");
        var (_, claims) = await VerifyAsync(browser, GatewayTests.Header(answer, GatewayHeaders.Token)!);
        var end = DateTimeOffset.Parse(
            GatewayTests.Header(answer, GatewayHeaders.Expires)!,
            System.Globalization.CultureInfo.InvariantCulture
        );
        Assert.InRange(end - app.Clock.GetUtcNow(), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(299));
        Assert.Equal(end, DateTimeOffset.FromUnixTimeSeconds(claims.GetProperty("exp").GetInt64()));
    }

    [Fact]
    public async Task GatewayToken_NoSessionOrRequirementNotMet_IsNotIssued()
    {
        await using var app = await StartAsync();
        Assert.Null(GatewayTests.Header(await GatewayTests.AskAsync(app.Browser(), "?audience=wiki"), GatewayHeaders.Token));
        var browser = app.Browser();
        await browser.SignInAsync(GatewayTests.Guest);
        Assert.Null(GatewayTests.Header(await GatewayTests.AskAsync(browser, "?audience=wiki&role=owner"), GatewayHeaders.Token));
        Assert.Null(GatewayTests.Header(await GatewayTests.AskAsync(browser, "?audience=payroll"), GatewayHeaders.Token));
    }

    private static Task<TestApp> StartAsync()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-gateway").FullName;
        return GatewayTests.StartAsync(options =>
        {
            options.Certificates.Directory = folder;
            options.Gateway.Audiences = ["wiki", "shop"];
        });
    }

    private static async Task<string> TokenAsync(TestBrowser browser, string audience) =>
        GatewayTests.Header(await GatewayTests.AskAsync(browser, "?audience=" + audience), GatewayHeaders.Token)!;

    /// <summary>Verifies as an application does: with nothing but what is published.</summary>
    private static async Task<(JsonElement Header, JsonElement Claims)> VerifyAsync(TestBrowser browser, string token)
    {
        var parts = token.Split('.');
        var header = JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[0])).RootElement;
        var keys = JsonDocument
            .Parse(await (await browser.GetAsync("/auth/jwks")).Content.ReadAsStringAsync())
            .RootElement.GetProperty("keys");
        var key = keys.EnumerateArray().Single(k => k.GetProperty("kid").GetString() == header.GetProperty("kid").GetString());
        Assert.False(key.TryGetProperty("d", out _));
        using var rsa = RSA.Create(
            new RSAParameters
            {
                Modulus = WebEncoders.Base64UrlDecode(key.GetProperty("n").GetString()!),
                Exponent = WebEncoders.Base64UrlDecode(key.GetProperty("e").GetString()!),
            }
        );
        Assert.True(
            rsa.VerifyData(
                Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]),
                WebEncoders.Base64UrlDecode(parts[2]),
                HashAlgorithmName.SHA256,
                RSASignaturePadding.Pkcs1
            )
        );
        return (header, JsonDocument.Parse(WebEncoders.Base64UrlDecode(parts[1])).RootElement);
    }
}
