using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

public class PageTests
{
    [Theory]
    [InlineData("/sandbox/myapps")]
    [InlineData("/sandbox/switch")]
    [InlineData("/sandbox/launch?app=https%3A%2F%2Fsp.example.com%2FSaml2")]
    [InlineData("/sandbox/" + TestTenant.Id + "/signout")]
    [InlineData("/sandbox/" + TestTenant.Id + "/saml2")]
    public async Task SandboxPage_EachPage_IsLabelledAndHasStrictHeaders(string url)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var page = await sandbox.Browser.GetAsync(url);
        var document = page.Document!;
        Assert.Contains("not Microsoft", document.QuerySelector("footer")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("en", document.DocumentElement.GetAttribute("lang"));
        Assert.Single(document.QuerySelectorAll("h1"));
        Assert.Empty(document.QuerySelectorAll("style, [style], script:not([src]), [onclick], [onload]"));
        Assert.All(
            document.QuerySelectorAll("[src], link[rel=stylesheet]"),
            e => Assert.StartsWith("/sandbox/", e.GetAttribute("src") ?? e.GetAttribute("href"), StringComparison.Ordinal)
        );
        Assert.All(document.QuerySelectorAll("input:not([type=hidden]), select"), e => Assert.NotNull(e.Closest("label")));
        var headers = page.Answer.Headers;
        Assert.Equal("no-store", headers.CacheControl!.ToString());
        Assert.Equal("nosniff", headers.GetValues("X-Content-Type-Options").Single());
        Assert.StartsWith(
            "default-src 'none'; style-src 'self'; script-src 'self';",
            headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.EndsWith("frame-ancestors 'none'", headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelfPostingForm_FormActionPolicy_AllowsTheAppAndItsRedirects()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var page = await sandbox.SignInAsync(sandbox.Request());
        Assert.Contains(
            "form-action 'self' https:;",
            page.Answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        Assert.NotNull(page.Document!.QuerySelector("form[data-submit] button[type=submit]"));
        Assert.Contains(
            "form[data-submit]",
            System.Text.Encoding.UTF8.GetString((await sandbox.Browser.GetAsync("/sandbox/sandbox.js")).Bytes),
            StringComparison.Ordinal
        );
        Assert.Equal("text/css", (await sandbox.Browser.GetAsync("/sandbox/sandbox.css")).Answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task SandboxPage_NamesWithMarkup_AreEncoded()
    {
        const string Name = "<script>alert(1)</script>\"'";
        await using var sandbox = await Sandbox.StartAsync(o =>
        {
            o.ServiceProviders.Clear();
            o.ServiceProviders.Add(Sandbox.TestApp with { DisplayName = Name });
        });
        var page = await sandbox.SendAsync(sandbox.Request(), relayState: Name);
        Assert.Contains(Name, page.Text, StringComparison.Ordinal);
        Assert.Equal(Name, page.Field("RelayState"));
        Assert.Empty(page.Document!.QuerySelectorAll("script:not([src])"));
        var error = await sandbox.SendAsync(
            $"<samlp:AuthnRequest xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol' ID='1{"&lt;script&gt;"}'/>"
        );
        Assert.Contains("1<script>", error.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SandboxOptions_PathAndBaseUrl_AreUsed()
    {
        await using var sandbox = await Sandbox.StartAsync(o => o.Path = "/idp");
        Assert.Equal(Sandbox.Host + "/idp/" + TestTenant.Id + "/saml2", sandbox.Tenant.SignOnUrl);
        Assert.Equal("/idp/myapps", (await sandbox.Browser.GetAsync("/idp")).Location);
        Assert.Equal(HttpStatusCode.NotFound, (await sandbox.Browser.GetAsync("/sandbox/myapps")).Status);
        var request = sandbox.Request();
        Assert.True(sandbox.Verify(await sandbox.SignInAsync(request), request.Id).Accepted);
    }

    [Fact]
    public void SandboxOptions_SeveralMistakes_AreAllReported()
    {
        using var services = new ServiceCollection()
            .AddEntraSandbox(options =>
            {
                options.BaseUrl = "ftp://x/";
                options.Path = "sandbox";
                options.TenantId = "contoso";
                options.TokenLifetime = TimeSpan.FromSeconds(1);
                options.ServiceProviders.Add(Sandbox.TestApp with { AcsUrl = "javascript:alert(1)" });
                options.NameIdConditions =
                [
                    new()
                    {
                        UserType = "martians",
                        Source = "attribute",
                        Attribute = "user.mail",
                    },
                ];
            })
            .BuildServiceProvider();
        var error = Assert.Throws<OptionsValidationException>(services.GetRequiredService<EntraSandboxTenant>);
        Assert.Equal(6, error.Failures.Count());
    }
}
