using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Sign-in to a scheme of the application.</summary>
public sealed class ExternalSignInTests
{
    [Fact]
    public async Task Challenge_WithItems_GetsThemBackInTheExternalTicket()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        using var answer = await browser.SignInAsync(
            idp => idp.Member(),
            "/external/Saml2?page=1&LoginProvider=Saml2&XsrfKey=42&umlaut=%C3%A4"
        );
        Assert.Equal("/callback?page=1", answer.Headers.Location!.OriginalString);
        var ticket = await ReadAsync(browser, "/callback");
        Assert.True(ticket.Succeeded);
        Assert.Equal("Saml2", ticket.Items["LoginProvider"]);
        Assert.Equal("42", ticket.Items["XsrfKey"]);
        Assert.Equal("ä", ticket.Items["umlaut"]);
        Assert.Equal("/callback?page=1", ticket.Items[".redirect"]);
    }

    [Fact]
    public async Task Challenge_InTwoTabsAtOnce_GetsEachItsOwnItems()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        var first = await browser.StartAsync("/external/Saml2?page=1&tab=first");
        var second = await browser.StartAsync("/external/Saml2?page=2&tab=second");
        foreach (var (request, tab, page) in new[] { (second, "second", "2"), (first, "first", "1") })
        {
            var idp = TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Answering(request.RequestId);
            using var answer = await browser.PostAsync(idp, request.RelayState);
            Assert.Equal("/callback?page=" + page, answer.Headers.Location!.OriginalString);
            Assert.Equal(tab, (await ReadAsync(browser, "/callback")).Items["tab"]);
        }
    }

    [Fact]
    public async Task Challenge_WithItemsWhereAPageAsksForTheOrganization_StillGetsThemBack()
    {
        await using var app = await ExternalApp.StartAsync(configure: saml => saml.Organizations["fabrikam"] = Fabrikam());
        var browser = app.Browser();
        var page = await (await browser.GetAsync("/external/Saml2?page=3&kept=yes")).Content.ReadAsStringAsync();
        var returnUrl = page.Split("name=\"ReturnUrl\" value=\"")[1].Split('"')[0];
        using var answer = await browser.SignInAsync(
            idp => idp.Member(),
            "/Saml2/SignIn?identifier=contoso&ReturnUrl=" + Uri.EscapeDataString(WebUtility.HtmlDecode(returnUrl))
        );
        Assert.Equal("/callback?page=3", answer.Headers.Location!.OriginalString);
        Assert.Equal("yes", (await ReadAsync(browser, "/callback")).Items["kept"]);
    }

    [Fact]
    public async Task Challenge_WithItemsAndAnOldAuthentication_GetsThemBackAfterTheSecondRound()
    {
        await using var app = await ExternalApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/external/Saml2?page=4&kept=yes");
        var old = TestIdp.Create().At(app.Clock.GetUtcNow()).EntraGuest().Answering(id) with
        {
            AuthnInstant = app.Clock.GetUtcNow().AddHours(-9),
        };
        using var again = await browser.PostAsync(old, relayState);
        var second = TestBrowser.Read(again.Headers.Location!);
        Assert.Equal("true", second.Request.Attribute("ForceAuthn")!.Value);
        using var answer = await browser.PostAsync(
            TestIdp.Create().At(app.Clock.GetUtcNow()).EntraGuest().Answering(second.RequestId),
            second.RelayState
        );
        Assert.Equal("yes", (await ReadAsync(browser, answer.Headers.Location!.OriginalString)).Items["kept"]);
    }

    [Fact]
    public async Task Challenge_WithTooManyItems_IsTheDevelopersMistake()
    {
        await using var app = await ExternalApp.StartAsync();
        using var large = await app.Browser().GetAsync("/external/Saml2?page=1&large=" + new string('x', 2100));
        Assert.False(large.IsSuccessStatusCode);
        Assert.Contains("AuthenticationProperties.Items", app.Log.Text, StringComparison.Ordinal);
        using var allowed = await app.Browser().GetAsync("/external/Saml2?page=1&large=" + new string('x', 1900));
        Assert.Equal(HttpStatusCode.Redirect, allowed.StatusCode);
    }

    [Fact]
    public async Task Principal_OfTheExternalTicket_HasAKeyThatNeverChanges()
    {
        string?[] keys = new string?[2];
        for (var start = 0; start < keys.Length; start++)
        {
            await using var app = await ExternalApp.StartAsync();
            var browser = app.Browser();
            using var answer = await ExternalApp.SignInAsync(
                browser,
                app.Clock,
                idp => start == 0 ? idp.Member() : idp.Member().NameId("renamed@example.com")
            );
            var ticket = await ReadAsync(browser, "/callback");
            keys[start] = ticket.Key;
            Assert.DoesNotContain(SessionClaimTypes.UserId, ticket.Claims);
            Assert.Contains(SessionClaimTypes.NameId, ticket.Claims);
        }

        Assert.Equal(TestTenant.Id + "/" + TestUsers.Member("alice").ObjectId, keys[0]);
        Assert.Equal(keys[0], keys[1]);
    }

    [Fact]
    public async Task UserId_WithInMemoryStores_IsTheSameAfterARestart()
    {
        var ids = new List<string>();
        foreach (var _ in (int[])[1, 2])
        {
            await using var app = await TestApp.StartAsync(configure: saml =>
                saml.Events.OnSignedIn = context =>
                {
                    ids.Add(context.Session.UserId);
                    return Task.CompletedTask;
                }
            );
            await app.Browser().SignInAsync(idp => idp.Member());
            await app.Browser().SignInAsync(idp => idp.EntraGuest());
        }

        Assert.Equal(ids[0], ids[2]);
        Assert.Equal(ids[1], ids[3]);
        Assert.NotEqual(ids[0], ids[1]);
    }

    [Theory]
    [InlineData("https://idp", "x/y", "https://idp/x", "y")]
    [InlineData("https://idp", "x%2Fy", "https://idp", "x/y")]
    public void ProviderKey_OfTwoUsers_IsNeverOne(string tenant, string id, string otherTenant, string otherId) =>
        Assert.NotEqual(ProviderKeyText.Create(new(tenant, id)), ProviderKeyText.Create(new(otherTenant, otherId)));

    [Fact]
    public void ProviderKey_OfALongIssuer_FitsIdentitysColumn()
    {
        var issuer = "https://" + new string('i', 1000);
        Assert.InRange(ProviderKeyText.Create(new UserKey(issuer, "1")).Length, 40, 128);
        Assert.NotEqual(ProviderKeyText.Create(new(issuer, "1")), ProviderKeyText.Create(new(issuer, "2")));
        Assert.Equal("tenant/abc", ProviderKeyText.Create(new("tenant", "ABC")));
    }

    [Fact]
    public async Task SignIn_FromTheIdentityProvider_GoesToTheCallbackOfTheApplication()
    {
        await using var app = await ExternalApp.StartAsync(configure: saml =>
        {
            saml.SignInCallbackPath = "/callback?handler=x";
            saml.Organizations["contoso"].Connection.AllowUnsolicited = true;
        });
        var browser = app.Browser();
        using var answer = await browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Unsolicited(), "/wanted?a=b");
        Assert.Equal("/callback?handler=x&returnUrl=%2Fwanted%3Fa%3Db", answer.Headers.Location!.OriginalString);
        Assert.Equal("Saml2", (await ReadAsync(browser, "/callback")).Items["LoginProvider"]);

        // A challenge of the application knows its own way.
        using var solicited = await app.Browser().SignInAsync(idp => idp.Member(), "/external/Saml2?page=1&LoginProvider=Saml2");
        Assert.Equal("/callback?page=1", solicited.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task OrganizationScheme_OfALoginPage_StartsAtItsOrganization()
    {
        await using var app = await ExternalApp.StartAsync(
            configure: saml => saml.Organizations["fabrikam"] = Fabrikam(),
            services: services => services.AddAuthentication().AddSamlSpOrganizationScheme("contoso", "Contoso")
        );
        var browser = app.Browser();
        using var answer = await browser.SignInAsync(idp => idp.Member(), "/external/Saml2.contoso?page=1&LoginProvider=Saml2.contoso");
        var ticket = await ReadAsync(browser, answer.Headers.Location!.OriginalString);
        Assert.Equal("Saml2.contoso", ticket.Items["LoginProvider"]);

        // A sign-in that starts elsewhere has the same login.
        var other = app.Browser();
        await other.SignInAsync(idp => idp.Member(), "/Saml2/SignIn?organization=contoso");
        Assert.Equal("Saml2.contoso", (await ReadAsync(other, "/callback")).Items["LoginProvider"]);
        var names = await app.Services.GetRequiredService<IAuthenticationSchemeProvider>().GetAllSchemesAsync();
        Assert.Equal("Contoso", names.Single(scheme => scheme.Name == "Saml2.contoso").DisplayName);
    }

    [Theory]
    [InlineData(false, "Saml2")]
    [InlineData(true, null)]
    public async Task DisplayName_OfTheScheme_IsItsNameUnlessTheApplicationSaysOtherwise(bool hide, string? expected)
    {
        await using var app = await TestApp.StartAsync(services: services =>
        {
            if (hide)
            {
                services
                    .AddAuthentication()
                    .AddSamlSp(
                        "Hidden",
                        displayName: null,
                        saml =>
                        {
                            saml.BaseUrl = TestSp.BaseUrl;
                            saml.ModulePath = "/hidden";
                        }
                    );
            }
        });
        var scheme = await app.Services.GetRequiredService<IAuthenticationSchemeProvider>().GetSchemeAsync(hide ? "Hidden" : "Saml2");
        Assert.Equal(expected, scheme!.DisplayName);
    }

    [Fact]
    public async Task SignedIn_OfTheOrdinaryMode_HasTheItemsOfTheChallenge()
    {
        AuthenticationProperties? seen = null;
        await using var app = await TestApp.StartAsync(
            saml =>
                saml.Events.OnSignedIn = context =>
                {
                    seen = context.Properties;
                    return Task.CompletedTask;
                },
            map: ExternalApp.Map
        );
        using var answer = await app.Browser().SignInAsync(idp => idp.Member(), "/external/Saml2?page=7&cart=12");
        Assert.Equal("/callback?page=7", answer.Headers.Location!.OriginalString);
        Assert.Equal("12", seen!.Items["cart"]);

        await app.Browser().SignInAsync(idp => idp.Member());
        Assert.Empty(seen.Items);
    }

    [Fact]
    public async Task DefaultScheme_OfTheApplication_KeepsItsChallenge()
    {
        // Whoever comes first: AddSamlSp stands before the application's own lines here.
        await using var app = await ExternalApp.StartAsync();
        var provider = app.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        Assert.Equal(ExternalApp.Own, (await provider.GetDefaultChallengeSchemeAsync())!.Name);
        Assert.Equal(ExternalApp.External, app.Services.GetRequiredService<SamlSpSchemes>().Default.Options.SignInScheme);

        await using var alone = await TestApp.StartAsync();
        provider = alone.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        Assert.Equal("Saml2", (await provider.GetDefaultChallengeSchemeAsync())!.Name);
        Assert.Equal(SamlSpDefaults.SessionScheme, alone.Services.GetRequiredService<SamlSpSchemes>().Default.Options.SignInScheme);
    }

    [Theory]
    [InlineData("Saml2", "SamlSp:SignInScheme: Saml2 is a scheme of SamlSp, and none signs in to itself")]
    [InlineData("Saml2.contoso", "SamlSp:SignInScheme: Saml2.contoso is a scheme of SamlSp")]
    [InlineData("Cookie", "SamlSp:SignInScheme: there is no authentication scheme Cookie")]
    [InlineData(SamlSpDefaults.BearerScheme, "SamlSp:SignInScheme: the scheme SamlSp.Bearer cannot sign users in")]
    public async Task SignInScheme_ThatCannotBe_RefusesTheStart(string scheme, string expected)
    {
        static void AddEntry(IServiceCollection services) => services.AddAuthentication().AddSamlSpOrganizationScheme("contoso", "Contoso");
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            ExternalApp.StartAsync(configure: saml => saml.SignInScheme = scheme, services: AddEntry)
        );
        Assert.StartsWith(expected, Assert.Single(e.Errors), StringComparison.Ordinal);
        await using var app = await ExternalApp.StartAsync(configure: saml => saml.SignInScheme = ExternalApp.Own, services: AddEntry);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("callback")]
    public async Task SignInCallbackPath_OfAnotherHost_RefusesTheStart(string path)
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            ExternalApp.StartAsync(configure: saml => saml.SignInCallbackPath = path)
        );
        Assert.StartsWith("SamlSp:SignInCallbackPath: ", Assert.Single(e.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task OrganizationScheme_OfAnUnknownScheme_RefusesTheStart()
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            TestApp.StartAsync(services: s => s.AddAuthentication().AddSamlSpOrganizationScheme("contoso", "Contoso", scheme: "Saml"))
        );
        Assert.StartsWith(
            "AddSamlSpOrganizationScheme(\"contoso\"): there is no SamlSp scheme Saml",
            Assert.Single(e.Errors),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Events_SetInCode_AreThereFromTheStart()
    {
        var refused = 0;
        await using var app = await TestApp.StartAsync(saml =>
            saml.Events.OnAssertionVerified = context =>
            {
                refused++;
                context.Refuse("Not today.");
                return Task.CompletedTask;
            }
        );
        using var answer = await app.Browser().SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(1, refused);
    }

    private static OrganizationOptions Fabrikam() =>
        new()
        {
            PrimaryDomain = "fabrikam.com",
            TenantDomain = "fabrikam.onmicrosoft.com",
            Domains = ["fabrikam.com"],
        };

    private static async Task<ExternalTicket> ReadAsync(TestBrowser browser, string path)
    {
        using var answer = await browser.GetAsync(path);
        return (await answer.Content.ReadFromJsonAsync<ExternalTicket>())!;
    }
}
