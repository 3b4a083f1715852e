using System.Text.RegularExpressions;
using Microsoft.Playwright;
using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>
/// A real browser, used as users do: Back, two tabs, a form twice, a bookmark of the wrong page, a cookie that is gone.
/// </summary>
public sealed class CorrelationTests(Chromium chromium, SandboxServer server) : IClassFixture<Chromium>, IClassFixture<SandboxServer>
{
    private const string State = "SamlSp.State";

    [Fact]
    public async Task SignIn_TwoTabs_FinishInAnyOrder()
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

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BrowserBack_AfterSignIn_LeadsToTheWantedPage(bool signedInAtTheTenant)
    {
        var page = await chromium.WindowAsync();
        var (signIn, before) = (await StartAsync(page, "/session?wanted=1"), HelpedOn());
        var asked = new List<string>();
        page.Request += (_, request) =>
        {
            if (request.IsNavigationRequest)
            {
                asked.Add($"{request.Method} {request.Url}");
            }
        };
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session?wanted=1");

        // A tenant where the user is still signed in answers at once, without its page; otherwise it asks once more.
        if (!signedInAtTheTenant)
        {
            await page.Context.ClearCookiesAsync(new() { Name = "SamlSp.EntraSandbox" });
        }

        asked.Clear();
        await page.GoBackAsync();
        if (!signedInAtTheTenant)
        {
            Assert.Equal(signIn, page.Url);
            await PickAsync(page);
        }

        await page.WaitForURLAsync(server.Url + "/session?wanted=1");
        Assert.Contains("alice@example.com", await page.InnerTextAsync("body"), StringComparison.Ordinal);
        Assert.Equal("GET " + signIn, asked[0]);
        Assert.Single(asked, "POST " + server.Url + "/Saml2/Acs");
        Assert.Equal(before + 1, HelpedOn());
    }

    [Fact]
    public async Task SignInUrl_OpenedAgain_LeadsToTheWantedPage()
    {
        var page = await chromium.WindowAsync();
        var before = HelpedOn();
        var signIn = await StartAsync(page, "/session?wanted=3");
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session?wanted=3");
        await page.GotoAsync(signIn);
        await page.WaitForURLAsync(server.Url + "/session?wanted=3");
        Assert.Equal(before + 1, HelpedOn());
    }

    [Fact]
    public async Task ResponseForm_PostedTwice_LeadsToTheWantedPage()
    {
        var page = await chromium.WindowAsync();
        string? form = null;
        page.Request += (_, request) =>
            form ??= request.Method == "POST" && request.Url == server.Url + "/Saml2/Acs" ? request.PostData : null;
        await StartAsync(page, "/session?wanted=2");
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session?wanted=2");
        await PostAsync(page, form!);
        await page.WaitForURLAsync(server.Url + "/session?wanted=2");
    }

    [Fact]
    public async Task SignInUrl_OpenedFromABookmark_StartsANewSignIn()
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
    public async Task StateCookie_Lost_CostsOneMoreRound()
    {
        var page = await chromium.WindowAsync();
        var statuses = new List<int>();
        page.Response += (_, response) =>
        {
            if (response.Url == server.Url + "/Saml2/Acs")
            {
                statuses.Add(response.Status);
            }
        };
        await StartAsync(page, "/session");
        await page.Context.ClearCookiesAsync(new() { NameRegex = new Regex(State, RegexOptions.None, TimeSpan.FromSeconds(1)) });
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/");
        await Assertions.Expect(page.GetByRole(AriaRole.Cell, new() { Name = "alice@example.com" })).ToBeVisibleAsync();
        Assert.Equal([403, 303], statuses);
    }

    [Fact]
    public async Task SignIn_AllCookiesBlocked_ExplainsAfterOneMoreRound()
    {
        var page = await chromium.WithoutCookiesAsync();
        await StartAsync(page, "/session");
        await PickAsync(page);
        await page.WaitForURLAsync(url =>
            url.Contains("/sandbox/", StringComparison.Ordinal) && url.Contains("SAMLRequest=", StringComparison.Ordinal)
        );
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/Saml2/Acs");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("You could not be signed in");
        await Assertions.Expect(page.GetByText("your browser does not keep the cookies")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" })).ToBeVisibleAsync();
        await page.WaitForTimeoutAsync(1000);
        Assert.Equal(server.Url + "/Saml2/Acs", page.Url);
        await Screenshots.LookAsync(page, "refused-no-cookies");
    }

    [Theory]
    [InlineData("AADSTS50105", "You are not assigned to this app", "The administrator of the app in your organization's Microsoft Entra.")]
    [InlineData("AADSTS53003", "Conditional Access", "Your organization's help desk.")]
    public async Task EntraError_RefusedSignIn_IsExplainedAndFoundByReference(string error, string cause, string who)
    {
        var page = await chromium.WindowAsync();
        await StartAsync(page, "/session");
        await page.GetByText("Refuse the sign-in", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("Refusal").SelectOptionAsync(error);
        if (error == "AADSTS50105")
        {
            await Screenshots.LookAsync(page, "sandbox-say-no");
        }

        await PickAsync(page);

        await page.WaitForURLAsync(url => url.StartsWith(server.Url + "/Saml2/Refused?", StringComparison.Ordinal));
        await Assertions
            .Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 }))
            .ToHaveTextAsync("Your organization did not sign you in");
        await Assertions.Expect(page.GetByText(cause)).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(who)).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(error, new() { Exact = true })).ToBeVisibleAsync();
        var reference = await page.Locator(".reference").InnerTextAsync();
        if (error == "AADSTS50105")
        {
            await Screenshots.LookAsync(page, "refused-by-identity-provider");
        }

        // Accepted this time, Alice looks it up: she is an owner of her organization.
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in again" }).ClickAsync();
        await PickAsync(page);
        await page.WaitForURLAsync(server.Url + "/session");
        await page.GotoAsync($"{server.Url}/console/sign-ins/{reference}");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign-in " + reference);
        await Assertions.Expect(page.GetByText("status_not_success", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByText(error, new() { Exact = true })).ToBeVisibleAsync();
        Assert.Contains($"Entra says {error}", server.Log, StringComparison.Ordinal);
    }

    /// <summary>Goes to the sign-in page of the tenant; returns its address.</summary>
    private async Task<string> StartAsync(IPage page, string returnUrl)
    {
        await page.GotoAsync($"{server.Url}/Saml2/SignIn?organization=sandbox&ReturnUrl={Uri.EscapeDataString(returnUrl)}");
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "alice@example.com" })).ToBeVisibleAsync();
        return page.Url;
    }

    /// <summary>How many users who were already signed in the server has sent on.</summary>
    private int HelpedOn() => server.Log.Split("the browser was signed in already").Length - 1;

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
            fields.AllKeys.ToDictionary(k => k!, k => fields[k])
        );
    }
}
