using System.Net;
using AngleSharp.Html.Dom;

namespace SamlSp.Console.Tests;

/// <summary>Authorization of every handler, found among the application's endpoints.</summary>
public sealed class AuthorizationTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    [Fact]
    public async Task Handler_RoleTooLow_IsForbiddenAndChangesNothing()
    {
        var handlers = await HandlerList.OfAsync(app.Services);
        Assert.True(handlers.Count > 15, "The console has more handlers than that.");
        var victim = await VictimAsync("contoso");
        var roles = new[]
        {
            ("none", ConsoleRole.None),
            (ConsoleRoles.Reader, ConsoleRole.Reader),
            (ConsoleRoles.Administrator, ConsoleRole.Administrator),
        };
        foreach (var (name, role) in roles)
        {
            var browser = await app.BrowserAsync(name);
            var token = await TokenAsync(browser, name);
            var before = await NewestAsync();
            foreach (var handler in handlers.Where(handler => handler.Needs > role))
            {
                var answer = await SendAsync(browser, handler, victim, token);
                Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{name} {handler}: {answer.StatusCode}");
            }

            Assert.Equal(before, await NewestAsync());
        }
    }

    [Fact]
    public async Task Page_RequiredRole_OpensWithStrictHeaders()
    {
        var victim = await VictimAsync("contoso");
        foreach (
            var (name, role) in new[]
            {
                (ConsoleRoles.Reader, ConsoleRole.Reader),
                (ConsoleRoles.Administrator, ConsoleRole.Administrator),
                (ConsoleRoles.Owner, ConsoleRole.Owner),
            }
        )
        {
            var browser = await app.BrowserAsync(name);
            foreach (
                var handler in (await HandlerList.OfAsync(app.Services)).Where(handler =>
                    handler is { Method: "GET", Name: null } && handler.Needs <= role
                )
            )
            {
                var answer = await browser.GetAsync(handler.Path(victim));
                Assert.True(
                    answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect or HttpStatusCode.NotFound,
                    $"{name} {handler}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
                );
                Assert.Contains(
                    "frame-ancestors 'none'",
                    answer.Headers.TryGetValues("Content-Security-Policy", out var policy) ? policy.Single() : "",
                    StringComparison.Ordinal
                );
                Assert.DoesNotContain("unsafe-", policy!.Single(), StringComparison.Ordinal);
                Assert.True(answer.Headers.CacheControl!.NoStore, handler.ToString());
            }
        }
    }

    [Fact]
    public async Task ConsoleRoute_WithoutSession_OpensOnlyAssets()
    {
        var anonymous = app.Browser();
        foreach (var handler in await HandlerList.OfAsync(app.Services))
        {
            var answer = await SendAsync(anonymous, handler, "x", token: "x");
            Assert.True(
                answer.StatusCode is HttpStatusCode.OK
                    && (await answer.Content.ReadAsStringAsync()).Contains("Organization or e-mail address", StringComparison.Ordinal),
                $"{handler}: {answer.StatusCode} {await answer.Content.ReadAsStringAsync()}"
            );
        }

        Assert.All(HandlerList.OtherRoutes(app.Services), route => Assert.Matches("^/console/assets/[0-9a-f]+/console[.](css|js)$", route));
    }

    [Fact]
    public async Task ChangingHandler_EachOne_DeclaresItsRole()
    {
        var changing = (await HandlerList.OfAsync(app.Services)).Where(handler => handler.Method != "GET").ToList();
        Assert.All(changing, handler => Assert.True(Attribute.IsDefined(handler.Code, typeof(RequireRoleAttribute)), handler.ToString()));
        Assert.All(
            changing.Where(handler => handler.Needs < ConsoleRole.Administrator),
            handler => Assert.True(handler.Route is "/console/account" or "/console/rules" || handler.Name == "Export", handler.ToString())
        );
    }

    [Fact]
    public async Task ChangingHandler_FormWithoutToken_IsRefused()
    {
        var browser = await app.BrowserAsync(ConsoleRoles.Owner);
        var before = await NewestAsync();
        foreach (var handler in (await HandlerList.OfAsync(app.Services)).Where(handler => handler.Method != "GET"))
        {
            var answer = await browser.PostAsync(handler.Path("x"));
            Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, $"{handler}: {answer.StatusCode}");
        }

        Assert.Equal(before, await NewestAsync());
    }

    [Fact]
    public async Task Handler_ObjectOfAnotherOrganization_IsNotReached()
    {
        var victim = await VictimAsync("contoso");
        var owner = await app.BrowserAsync(ConsoleRoles.Owner, "fabrikam");
        var token = await TokenAsync(owner, ConsoleRoles.Owner, "fabrikam");
        var before = await NewestAsync();
        var withObject = (await HandlerList.OfAsync(app.Services))
            .Where(handler => handler.Route.Contains('{', StringComparison.Ordinal))
            .ToList();
        Assert.NotEmpty(withObject);
        foreach (var handler in withObject)
        {
            var answer = await SendAsync(owner, handler, victim, token);
            Assert.True((int)answer.StatusCode is 404 or 403, $"{handler}: {answer.StatusCode}");
            Assert.DoesNotContain("victim", await answer.Content.ReadAsStringAsync(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.Equal(before, await NewestAsync());
    }

    private static Task<HttpResponseMessage> SendAsync(ConsoleBrowser browser, ConsoleHandler handler, string parameter, string token) =>
        handler.Method == "GET"
            ? browser.GetAsync(handler.Path(parameter))
            : browser.PostAsync(
                handler.Path(parameter),
                ("__RequestVerificationToken", token),
                ("role", "reader"),
                ("path", "/guests"),
                ("phrase", "Delete User from Organization"),
                ("of", "/"),
                ("session", "sha256:0"),
                ("unit", "/guests")
            );

    /// <summary>A form token, of a page that everybody has; there is a form on it when they have two sessions.</summary>
    private async Task<string> TokenAsync(ConsoleBrowser browser, string role, string organization = "contoso")
    {
        await app.BrowserAsync(role, organization);
        var page = await browser.PageAsync("/console/account");
        return ((IHtmlInputElement)page.QuerySelector("input[name=__RequestVerificationToken]")!).Value;
    }

    private async Task<string> VictimAsync(string organization)
    {
        await app.BrowserAsync(idp => idp.Member("victim"), organization: organization);
        return (await app.Sessions.ListAsync(new() { Organization = organization, NameId = "victim@example.com" }, default))[0].UserId;
    }

    private async Task<long> NewestAsync() => (await app.Audit.ListAsync("contoso", null, 1, default))[0].Number;
}
