using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class SecurityHeaderTests
{
    public static TheoryData<string> Paths =>
        [
            "/login",
            "/logout",
            "/session",
            "/Saml2",
            "/Saml2/SignIn",
            "/Saml2/Acs",
            "/Saml2/pages.css",
            "/protected",
            "/auth",
            "/auth/jwks",
            "/auth/return",
            "/nowhere",
        ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task SecurityHeaders_EachPath_AreSent(string path)
    {
        await using var app = await GatewayTests.StartAsync();
        var answer = await app.Browser().GetAsync(path);
        Assert.Equal("nosniff", Header(answer, "X-Content-Type-Options"));
        Assert.Equal("DENY", Header(answer, "X-Frame-Options"));
        Assert.Contains("frame-ancestors 'none'", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", Header(answer, "Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.Contains(Header(answer, "Referrer-Policy"), new[] { "same-origin", "no-referrer" });
        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
        Assert.NotEmpty(Header(answer, "Cache-Control"));
    }

    [Fact]
    public async Task StrictTransportSecurity_WithoutHttps_IsNotSent()
    {
        await using var app = await GatewayTests.StartAsync(options => options.BaseUrl = "http://localhost:5080");
        Assert.False((await app.Browser().GetAsync("/login")).Headers.Contains("Strict-Transport-Security"));
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join('|', values) : "";
}
