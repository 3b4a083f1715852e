using Microsoft.Playwright;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>A real browser, and people as they are: Back, two tabs, a form twice, a bookmark of the wrong page, a cookie that is gone.</summary>
public sealed class CorrelationTests(Chromium chromium, SandboxServer server) : IClassFixture<Chromium>, IClassFixture<SandboxServer>
{
    private const string State = "SamlSp.State";

    [Fact]
    public async Task TwoTabsFinishInAnyOrder()
    {
        var one = await chromium.WindowAsync();
        var two = await one.Context.NewPageAsync();
        await StartAsync(one, "/session?tab=1");
        await StartAsync(two, "/session?tab=2");
        await PickAsync(two);
        await two.WaitForURLAsync(server.Url + "/session?tab=2");
        await PickAsync(one);
        await one.WaitForURLAsync(server.Url + "/session?tab=1");
        Assert.Contains("alice@example.com", await one.InnerTextAsync("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BackToTheSignInPageAndOnceMoreLeadsToThePageThatWasWanted()
    {
        var page = await chromium.WindowAsync();
        var signIn = await StartAsync(page, "/session?wanted=1");
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session?wanted=1");
        await page.GotoAsync(signIn);
        if (await page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" }).IsVisibleAsync()) await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session?wanted=1");
        Assert.Contains("the browser was signed in already", server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormPostedTwiceLeadsToThePageThatWasWanted()
    {
        var page = await chromium.WindowAsync();
        string? form = null;
        page.Request += (_, request) => form ??= request.Method == "POST" && request.Url == server.Url + "/Saml2/Acs" ? request.PostData : null;
        await StartAsync(page, "/session?wanted=2");
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session?wanted=2");
        await PostAsync(page, form!);
        await page.WaitForURLAsync(server.Url + "/session?wanted=2");
    }

    [Fact]
    public async Task ABookmarkOfTheSignInPageStartsAnewAndSignsIn()
    {
        var page = await chromium.WindowAsync();
        var bookmark = await StartAsync(page, "/session");
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(bookmark);
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "alice@example.com" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task ALostStateCookieCostsOneMoreRoundAndNothingElse()
    {
        var page = await chromium.WindowAsync();
        var statuses = new List<int>();
        page.Response += (_, response) =>
        {
            if (response.Url == server.Url + "/Saml2/Acs") statuses.Add(response.Status);
        };
        await StartAsync(page, "/session");
        await page.Context.ClearCookiesAsync(new() { NameRegex = new System.Text.RegularExpressions.Regex(State) });
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "alice@example.com" })).ToBeVisibleAsync();
        Assert.Equal([403, 303], statuses);
    }

    [Fact]
    public async Task WithAllCookiesBlockedThePageExplainsAfterOneMoreRound()
    {
        var page = await chromium.WithoutCookiesAsync();
        await StartAsync(page, "/session");
        await PickAsync(page);
        await page.WaitForURLAsync(url => url.Contains("/sandbox/", StringComparison.Ordinal) && url.Contains("SAMLRequest=", StringComparison.Ordinal));
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/Saml2/Acs");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You could not be signed in");
        await Assertions.Expect(page.GetByText("your browser does not keep cookies")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(1000);
        Assert.Equal(server.Url + "/Saml2/Acs", page.Url);
        await Screenshots.LookAsync(page, "refused-no-cookies");
    }

    [Fact]
    public async Task WhatTheIdentityProviderSaysNoWithIsExplained()
    {
        var page = await chromium.WindowAsync();
        await page.GotoAsync(server.Url + "/Saml2/Refused?reference=ABCDE-23456&error=AADSTS50105");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Your organization did not sign you in");
        await Screenshots.LookAsync(page, "refused-by-identity-provider");
    }

    /// <summary>Goes to the sign-in page of the tenant; returns its address.</summary>
    private async Task<string> StartAsync(IPage page, string returnUrl)
    {
        await page.GotoAsync($"{server.Url}/Saml2/SignIn?organization=sandbox&ReturnUrl={Uri.EscapeDataString(returnUrl)}");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" })).ToBeVisibleAsync();
        return page.Url;
    }

    private static Task PickAsync(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" }).ClickAsync();

    /// <summary>Posts a form to the assertion consumer service from a page of our own.</summary>
    private async Task PostAsync(IPage page, string body)
    {
        var fields = System.Web.HttpUtility.ParseQueryString(body);
        await page.GotoAsync(server.Url + "/login");
        await page.EvaluateAsync(
            """
            fields => {
              const form = document.createElement('form');
              form.method = 'post';
              form.action = '/Saml2/Acs';
              for (const [name, value] of Object.entries(fields)) {
                const input = document.createElement('input');
                input.type = 'hidden';
                input.name = name;
                input.value = value;
                form.append(input);
              }
              document.body.append(form);
              form.submit();
            }
            """,
            fields.AllKeys.ToDictionary(k => k!, k => fields[k]));
    }
}
