using System.Net;
using System.Text.Json;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>The tenant and the real middleware, together.</summary>
public class RealAppTests(RealApp app) : IClassFixture<RealApp>
{
    private const string Start = "/Saml2/SignIn?organization=contoso&ReturnUrl=/";

    public static TheoryData<string> Ids => [.. AttackLab.Cases.Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task SamlAttack_OnARealApp_GivesNoSessionAndLogsItsCode(string id)
    {
        var attack = AttackLab.Cases.Single(c => c.Id == id);
        using var browser = app.NewBrowser();
        var page = await browser.PickAsync(await StartAsync(browser), "charlie", ("attack", id));
        var form = page.Document!.QuerySelectorAll("form").OfType<AngleSharp.Html.Dom.IHtmlFormElement>().Last();
        if (attack.IsSentTwice)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync(form.Action, [.. page.Fields(form)])).Status);
        }

        app.Refusals.Clear();
        var refused = await browser.PostAsync(form.Action, [.. page.Fields(form)]);
        if (id == "stale-authentication")
        {
            // Only the authentication is too old: the app asks for a new one, once. The second old answer is refused.
            Assert.Equal(HttpStatusCode.Redirect, refused.Status);
            Assert.Null(await SessionAsync(browser));
            page = await browser.PickAsync(await browser.GetAsync(refused.Location), "charlie", ("attack", id));
            form = page.Document!.QuerySelectorAll("form").OfType<AngleSharp.Html.Dom.IHtmlFormElement>().Last();
            refused = await browser.PostAsync(form.Action, [.. page.Fields(form)]);
        }

        Assert.InRange((int)refused.Status, 400, 499);
        Assert.Equal([attack.ExpectedCode], app.Refusals);
        Assert.Equal(attack.IsSentTwice, (await SessionAsync(browser)) is not null);
    }

    [Theory]
    [InlineData("alice", "alice@example.com", "member", "/", 24)]
    [InlineData("charlie", "charlie_altostrat.com@example.com", "entraGuest", "/guests", 8)]
    [InlineData("user", "user_hotmail.com@example.com", "externalGuest", "/guests", 8)]
    public async Task SamlSignIn_EachUserType_GetsNameIdOrgUnitAndLifetime(
        string user,
        string nameId,
        string userType,
        string orgUnit,
        int hours
    )
    {
        foreach (
            var (signing, encryption, transforms) in new[]
            {
                ("Assertion", "None", "UserPrincipalName"),
                ("Response", "Aes256Cbc", "Transformed"),
                ("Both", "Aes256Gcm", "UserPrincipalName"),
            }
        )
        {
            using var browser = app.NewBrowser();
            await SignInAsync(
                browser,
                await StartAsync(browser),
                user,
                ("signing", signing),
                ("encryption", encryption),
                ("nameid", transforms)
            );
            var session = (await SessionAsync(browser))!.RootElement;
            Assert.Equal(
                (nameId, userType, orgUnit),
                (
                    session.GetProperty("nameId").GetString(),
                    session.GetProperty("userType").GetString(),
                    session.GetProperty("orgUnit").GetString()
                )
            );
            Assert.Equal(TestClock.Now.AddHours(hours), session.GetProperty("expiresAt").GetDateTimeOffset());
        }
    }

    [Fact]
    public async Task AppLogout_SignedInAtBoth_EndsBothSessions()
    {
        using var browser = app.NewBrowser();
        await SignInAsync(browser, await browser.GetAsync("/sandbox/launch?app=" + Uri.EscapeDataString(Sandbox.Host + "/Saml2")), "alice");
        Assert.NotNull(await SessionAsync(browser));
        var atTenant = await browser.GetAsync((await browser.GetAsync("/logout")).Location);
        Assert.Equal(HttpStatusCode.Redirect, atTenant.Status);
        var back = await browser.GetAsync(atTenant.Location);
        Assert.True((int)back.Status < 400);
        Assert.Null(await SessionAsync(browser));
        Assert.Null((await StartAsync(browser)).Field("SAMLResponse"));
    }

    [Fact]
    public async Task TenantSignOut_WithoutAppCookies_EndsTheAppSession()
    {
        using var browser = app.NewBrowser();
        await SignInAsync(browser, await StartAsync(browser), "charlie");
        var page = await browser.PostAsync($"/sandbox/{TestTenant.Id}/signout");
        using var frame = app.NewBrowser();
        var answer = await frame.GetAsync(page.Document!.QuerySelector("iframe")!.GetAttribute("src")!);
        Assert.Contains("has ended its session", (await frame.GetAsync(answer.Location)).Text, StringComparison.Ordinal);
        Assert.Null(await SessionAsync(browser));
    }

    private static async Task<BrowserPage> StartAsync(Browser browser) => await browser.GetAsync((await browser.GetAsync(Start)).Location);

    private static async Task SignInAsync(Browser browser, BrowserPage asked, string user, params (string Name, string Value)[] fields)
    {
        var page = await browser.PickAsync(asked, user, fields);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync(page.Form().Action, [.. page.Fields(page.Form())])).Status);
    }

    private static async Task<JsonDocument?> SessionAsync(Browser browser)
    {
        var answer = await browser.SendAsync(new(HttpMethod.Get, "/session") { Headers = { { "Accept", "application/json" } } });
        Assert.Contains(answer.Status, new[] { HttpStatusCode.OK, HttpStatusCode.Unauthorized });
        return answer.Status == HttpStatusCode.OK ? JsonDocument.Parse(answer.Bytes) : null;
    }
}
