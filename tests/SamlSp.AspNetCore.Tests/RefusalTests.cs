using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class RefusalTests
{
    [Fact]
    public async Task RefusalPage_DifferentReasons_DiffersOnlyInItsReference()
    {
        await using var app = await TestApp.StartAsync();
        var pages = new List<string>();
        foreach (
            var idp in new[]
            {
                TestIdp.Create().For("https://other.example"),
                TestIdp.Create().SignWith(TestCertificates.Untrusted),
                TestIdp.Create().Unsolicited(),
            }
        )
        {
            var answer = await app.Browser().PostAsync(idp);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            pages.Add(await answer.Content.ReadAsStringAsync());
        }

        var garbage = await app.Browser().PostAsync("/Saml2/Acs", ("SAMLResponse", "%%%"));
        Assert.Equal(HttpStatusCode.Forbidden, garbage.StatusCode);
        pages.Add(await garbage.Content.ReadAsStringAsync());

        Assert.Single(pages.Select(p => p.Replace(TestBrowser.Reference(p), "", StringComparison.Ordinal)).Distinct());
        Assert.Equal(pages.Count, pages.Select(TestBrowser.Reference).Distinct().Count());
        Assert.All(
            pages,
            p =>
                Assert.Contains(
                    app.Log.Lines,
                    l =>
                        l.StartsWith("Warning: Refused", StringComparison.Ordinal)
                        && l.Contains(TestBrowser.Reference(p), StringComparison.Ordinal)
                )
        );
        Assert.Contains("Refused: audience_mismatch", app.Log.Text, StringComparison.Ordinal);
        Assert.Contains("Refused: signature_invalid", app.Log.Text, StringComparison.Ordinal);
        Assert.Contains("Refused: malformed", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefusedSignIn_TokenContent_IsInNeitherPageNorLog()
    {
        await using var app = await TestApp.StartAsync();
        var response = TestIdp.Create().Member().For("https://other.example").SignedResponse();
        var page = await (
            await app.Browser().PostAsync("/Saml2/Acs", ("SAMLResponse", response.ToFormValue()))
        ).Content.ReadAsStringAsync();
        foreach (var secret in new[] { "alice@example.com", response.AssertionId, response.ToFormValue()[..40], "other.example" })
        {
            Assert.DoesNotContain(secret, page, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain(secret, app.Log.Text, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task RefusedSignIn_JsonCaller_GetsProblemDetails()
    {
        await using var app = await TestApp.StartAsync();
        var answer = await app.Browser()
            .SendAsync(
                new(HttpMethod.Post, "/Saml2/Acs") { Content = new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", "AAAA")]) },
                "application/json"
            );
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
        Assert.NotEmpty(
            TestBrowser.Reference((await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("reference").GetString()!)
        );
    }

    [Theory]
    [InlineData("*/*", "text/html")]
    [InlineData("text/html", "text/html")]
    [InlineData("application/json, text/plain", "application/problem+json")]
    public async Task RefusedSignIn_AcceptHeader_DecidesTheFormat(string accept, string mediaType)
    {
        await using var app = await TestApp.StartAsync();
        var answer = await app.Browser()
            .SendAsync(
                new(HttpMethod.Post, "/Saml2/Acs") { Content = new FormUrlEncodedContent([KeyValuePair.Create("SAMLResponse", "AAAA")]) },
                accept
            );
        Assert.Equal(mediaType, answer.Content.Headers.ContentType!.MediaType);
    }

    // E10
    [Theory]
    [InlineData("application/x-www-form-urlencoded", "SAMLResponse=AAAA&SAMLResponse=AAAA", 400)]
    [InlineData("application/x-www-form-urlencoded", "SAMLResponse=AAAA&SAMLRequest=AAAA", 400)]
    [InlineData("application/x-www-form-urlencoded", "Other=1", 400)]
    [InlineData("application/x-www-form-urlencoded", "", 400)]
    [InlineData("application/json", "{}", 415)]
    [InlineData("multipart/form-data; boundary=x", "--x--", 415)]
    public async Task AcsPost_NotOneFormWithOneResponse_IsRefused(string contentType, string body, int status)
    {
        await using var app = await TestApp.StartAsync();
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var answer = await app.Browser().SendAsync(new(HttpMethod.Post, "/Saml2/Acs") { Content = content });
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.NotEmpty(TestBrowser.Reference(await answer.Content.ReadAsStringAsync()));
        Assert.Contains("Refused: malformed", app.Log.Text, StringComparison.Ordinal);
    }

    // E07
    [Theory]
    [InlineData("/Saml2/Acs", true)]
    [InlineData("/Saml2/Acs", false)]
    [InlineData("/Saml2/Logout", true)]
    public async Task Post_BodyOverLimit_IsRequestEntityTooLarge(string path, bool announced)
    {
        await using var app = await TestApp.StartAsync();
        var bytes = Encoding.ASCII.GetBytes("SAMLResponse=" + new string('A', 1024 * 1024));
        HttpContent content = announced ? new ByteArrayContent(bytes) : new StreamContent(new Unmeasured(bytes));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/x-www-form-urlencoded");
        var answer = await app.Browser().SendAsync(new(HttpMethod.Post, path) { Content = content });
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
        Assert.Contains("Refused: too_large", app.Log.Text, StringComparison.Ordinal);
    }

    // E10
    [Fact]
    public async Task AcsGet_AnyQuery_IsNotAllowed()
    {
        await using var app = await TestApp.StartAsync();
        var answer = await app.Browser().GetAsync("/Saml2/Acs?SAMLResponse=AAAA");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("POST", answer.Content.Headers.Allow.Single());
        Assert.NotEmpty(TestBrowser.Reference(await answer.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/session")]
    [InlineData("/Saml2")]
    [InlineData("/protected")]
    [InlineData("/nowhere")]
    [InlineData("/Saml2/pages.css")]
    public async Task Response_AnyPath_ForbidsFramingAndSniffing(string path)
    {
        await using var app = await TestApp.StartAsync();
        var headers = (await app.Browser().GetAsync(path)).Headers;
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.Contains("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.True(headers.CacheControl!.NoStore || path.StartsWith("/Saml2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FailureStatus_FromEntra_IsNamedInTheLog()
    {
        await using var app = await TestApp.StartAsync();
        var failing = TestIdp
            .Create()
            .Failing(
                "urn:oasis:names:tc:SAML:2.0:status:Requester",
                "urn:oasis:names:tc:SAML:2.0:status:RequestUnsupported",
                "AADSTS75011: not the method\r\nInjected: line"
            );
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().PostAsync(failing)).StatusCode);
        var line = Assert.Single(app.Log.Lines, l => l.Contains("status_not_success", StringComparison.Ordinal));
        Assert.Contains("AADSTS75011", line, StringComparison.Ordinal);
        Assert.DoesNotContain("not the method", line, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', line);
    }

    private sealed class Unmeasured(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
