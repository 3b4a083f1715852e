using System.Net;
using System.Xml.Linq;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>The hooks of an application, and what it says in a challenge.</summary>
public sealed class EventTests
{
    private static readonly XNamespace Md = "urn:oasis:names:tc:SAML:2.0:metadata";

    [Fact]
    public async Task CreatingSession_AddedClaims_AreInEveryRequest()
    {
        await using var app = await StartAsync(
            new()
            {
                OnCreatingSession = context =>
                {
                    context.AddClaim("plan", "gold");
                    context.AddClaim("plan", context.Identity.UserType.ToString());
                    return Task.CompletedTask;
                },
            },
            web => web.MapGet("/plan", (HttpContext http) => string.Join(',', http.User.FindAll("plan").Select(c => c.Value)))
        );
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        Assert.Equal("gold,Member", await (await browser.GetAsync("/plan")).Content.ReadAsStringAsync());
        Assert.Equal("gold,Member", await (await browser.GetAsync("/plan")).Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("urn:samlsp:role")]
    [InlineData(System.Security.Claims.ClaimTypes.NameIdentifier)]
    public async Task CreatingSession_ClaimThatOnlyWeSet_RefusesTheSignIn(string type)
    {
        await using var app = await StartAsync(
            new()
            {
                OnCreatingSession = context =>
                {
                    context.AddClaim(type, "owner");
                    return Task.CompletedTask;
                },
            }
        );
        var browser = app.Browser();
        using var answer = await browser.SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("Refused: internal_error", app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestBrowser.SessionCookie, browser.Cookies.Keys);
    }

    [Fact]
    public async Task AccessDenied_HandledByTheApplication_IsItsAnswer()
    {
        await using var app = await StartAsync(
            new()
            {
                OnAccessDenied = context =>
                {
                    context.HttpContext.Response.Redirect("/no-rights");
                    context.Handled = true;
                    return Task.CompletedTask;
                },
            }
        );
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        using var denied = await browser.GetAsync("/owners");
        Assert.Equal("/no-rights", denied.Headers.Location?.OriginalString);
    }

    [Theory]
    [InlineData("contoso", TestTenant.SignOnUrl)]
    [InlineData("nobody", null)]
    public async Task SelectOrganization_NamedByTheApplication_StartsThere(string name, string? expected)
    {
        await using var app = await StartAsync(
            new()
            {
                OnSelectOrganization = context =>
                {
                    context.Organization = name;
                    return Task.CompletedTask;
                },
            },
            configure: options => options.Organizations["fabrikam"] = new()
        );
        using var start = await app.Browser().GetAsync("/protected");
        Assert.Equal(expected is null ? HttpStatusCode.NotFound : HttpStatusCode.Redirect, start.StatusCode);
        Assert.StartsWith(expected ?? "", start.Headers.Location?.OriginalString ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task SelectOrganization_PageOfTheApplication_IsItsAnswer()
    {
        await using var app = await StartAsync(
            new()
            {
                OnSelectOrganization = context =>
                {
                    context.HttpContext.Response.Redirect("/choose?ReturnUrl=" + Uri.EscapeDataString(context.ReturnUrl));
                    context.Handled = true;
                    return Task.CompletedTask;
                },
            },
            configure: options => options.Organizations["fabrikam"] = new()
        );
        using var start = await app.Browser().GetAsync("/protected");
        Assert.Equal("/choose?ReturnUrl=%2Fprotected", start.Headers.Location?.OriginalString);
    }

    [Fact]
    public async Task RedirectToIdentityProvider_AddedParameters_AreInTheAddress()
    {
        await using var app = await StartAsync(
            new()
            {
                OnRedirectToIdentityProvider = context =>
                {
                    context.Parameters["domain_hint"] = "example.com&x";
                    context.Request = context.Request with { RequestedAuthnContext = new(["urn:example:loa:2"]) };
                    return Task.CompletedTask;
                },
            }
        );
        using var start = await app.Browser().GetAsync("/protected");
        Assert.EndsWith("&domain_hint=example.com%26x", start.Headers.Location!.OriginalString, StringComparison.Ordinal);
        var (_, _, request) = TestBrowser.Read(start.Headers.Location);
        Assert.Equal("urn:example:loa:2", request.Descendants().Single(e => e.Name.LocalName == "AuthnContextClassRef").Value);
    }

    [Theory]
    [InlineData(false, false, "signed out there")]
    [InlineData(true, false, null)]
    [InlineData(false, true, null)]
    public async Task SignOut_WithoutTheIdentityProvider_EndsHere(bool skips, bool isSwitchedOff, string? asked)
    {
        var folder = TestPair.Folder();
        try
        {
            await using var app = await StartAsync(
                new()
                {
                    OnRedirectToSignOut = context =>
                    {
                        context.Request = context.Request with { SessionIndexes = ["changed"] };
                        context.SkipIdentityProvider = skips;
                        return Task.CompletedTask;
                    },
                },
                configure: options =>
                {
                    options.Certificates.Directory = folder;
                    options.Organizations["contoso"].Connection.SendLogoutRequests = !isSwitchedOff;
                }
            );
            var browser = app.Browser();
            await browser.SignInAsync(idp => idp.Member());
            using var leaving = await browser.GetAsync("/logout");
            Assert.Equal(asked is null ? HttpStatusCode.OK : HttpStatusCode.Redirect, leaving.StatusCode);
            if (asked is not null)
            {
                var (_, _, request) = TestBrowser.Read(leaving.Headers.Location!);
                Assert.Equal("changed", request.Elements().Single(e => e.Name.LocalName == "SessionIndex").Value);
            }

            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/session", "application/json")).StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task PublishMetadata_SettingsAndEvent_AreInTheDocument()
    {
        var calls = 0;
        await using var app = await StartAsync(
            new()
            {
                OnPublishMetadata = context =>
                {
                    calls++;
                    context.Metadata = context.Metadata with { NameIdFormats = [NameIdFormats.Persistent] };
                    return Task.CompletedTask;
                },
            },
            configure: options =>
                options.PublishedMetadata = new()
                {
                    OrganizationName = "Example",
                    Contacts = [new() { EmailAddress = "help@example.com" }],
                    RequestedAttributes = { ["mail"] = true },
                    ValidFor = TimeSpan.FromHours(2),
                }
        );
        var browser = app.Browser();
        var first = await MetadataAsync(browser);
        Assert.Equal("mailto:help@example.com", first.Descendants(Md + "EmailAddress").Single().Value);
        Assert.Equal(TestSp.BaseUrl, first.Descendants(Md + "OrganizationURL").Single().Value);
        Assert.Equal("mail", (string?)first.Descendants(Md + "RequestedAttribute").Single().Attribute("Name"));
        Assert.Equal(NameIdFormats.Persistent, first.Descendants(Md + "NameIDFormat").Single().Value);
        Assert.Equal("2026-11-22T08:00:00Z", (string?)first.Attribute("validUntil"));
        await MetadataAsync(browser);
        Assert.Equal(1, calls);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal("2026-11-22T09:00:00Z", (string?)(await MetadataAsync(browser)).Attribute("validUntil"));
    }

    [Theory]
    [InlineData("OrganizationUrl")]
    [InlineData("OrganizationName")]
    [InlineData("Contacts:0:EmailAddress")]
    [InlineData("ValidFor")]
    public async Task PublishMetadata_WrongSetting_IsRefusedAtStart(string key)
    {
        var e = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            StartAsync(
                new(),
                configure: options =>
                    options.PublishedMetadata = new()
                    {
                        OrganizationDisplayName = "Example",
                        OrganizationUrl = "example",
                        Contacts = [new() { EmailAddress = "nobody" }],
                        ValidFor = TimeSpan.FromMinutes(1),
                    }
            )
        );
        Assert.Contains(e.Errors, error => error.StartsWith($"SamlSp:PublishedMetadata:{key}: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Challenge_OrganizationAndPassive_AreInTheRequest()
    {
        await using var app = await StartAsync(
            new(),
            web =>
                web.MapGet(
                    "/try",
                    (HttpContext http) =>
                        http.ChallengeAsync(
                            SamlSpDefaults.AuthenticationScheme,
                            new SamlSpChallengeProperties
                            {
                                Organization = "fabrikam",
                                IsPassive = true,
                                LoginHint = "ada@example.com",
                                RedirectUri = "/anonymous",
                            }
                        )
                ),
            options => options.Organizations["fabrikam"] = new()
        );
        using var start = await app.Browser().GetAsync("/try");
        Assert.Contains(TestTenant.HomeId, start.Headers.Location!.OriginalString, StringComparison.Ordinal);
        Assert.EndsWith("&login_hint=ada%40example.com", start.Headers.Location.OriginalString, StringComparison.Ordinal);
        var (_, _, request) = TestBrowser.Read(start.Headers.Location);
        Assert.Equal("true", (string?)request.Attribute("IsPassive"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Passive_UserIsNotSignedInThere_GoesOnWithoutASession(bool passive)
    {
        await using var app = await StartAsync(
            new(),
            web =>
                web.MapGet(
                    "/try",
                    (HttpContext http) =>
                        http.ChallengeAsync(
                            SamlSpDefaults.AuthenticationScheme,
                            new SamlSpChallengeProperties { IsPassive = passive, RedirectUri = "/anonymous" }
                        )
                )
        );
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/try");
        using var answer = await browser.PostAsync(
            TestIdp
                .Create()
                .At(app.Clock.GetUtcNow())
                .Failing(StatusUris.Responder, "urn:oasis:names:tc:SAML:2.0:status:NoPassive")
                .Answering(id),
            relayState
        );
        Assert.Equal(passive ? HttpStatusCode.SeeOther : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(passive ? "/anonymous" : null, answer.Headers.Location?.OriginalString);
        Assert.DoesNotContain(TestBrowser.SessionCookie, browser.Cookies.Keys);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task SessionCookie_Persistent_HasAnEnd(bool persistent)
    {
        await using var app = await StartAsync(new(), configure: options => options.Session.PersistentCookie = persistent);
        using var answer = await app.Browser().SignInAsync(idp => idp.Member());
        var cookie = Assert.Single(
            answer.Headers.GetValues("Set-Cookie"),
            c => c.StartsWith(TestBrowser.SessionCookie + "=", StringComparison.Ordinal)
        );
        Assert.Equal(persistent, cookie.Contains("expires=", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Scheme_AddedAtRunTime_NamesTheWayThatWorks()
    {
        await using var app = await StartAsync(new());
        var schemes = app.Services.GetRequiredService<IAuthenticationSchemeProvider>();
        var handler = (await schemes.GetSchemeAsync(SamlSpDefaults.AuthenticationScheme))!.HandlerType;
        schemes.AddScheme(new("Fabrikam", displayName: null, handler));
        using var scope = app.Services.CreateScope();
        var context = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => context.ChallengeAsync("Fabrikam"));
        Assert.Contains("IOrganizationDirectory", e.Message, StringComparison.Ordinal);
        await context.ChallengeAsync(SamlSpDefaults.AuthenticationScheme);
    }

    private static async Task<XElement> MetadataAsync(TestBrowser browser) =>
        XElement.Parse(await (await browser.GetAsync("/Saml2")).Content.ReadAsStringAsync());

    private static Task<TestApp> StartAsync(
        SamlSpEvents events,
        Action<WebApplication>? map = null,
        Action<SamlSpOptions>? configure = null
    ) =>
        TestApp.StartAsync(
            options =>
            {
                options.Events = events;
                configure?.Invoke(options);
            },
            map: map
        );
}
