using System.Net;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Protocol;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>How a user becomes an owner when there is none.</summary>
public sealed class OwnerLinkTests : IAsyncLifetime
{
    private LinkingApp _app = null!;

    public async Task InitializeAsync() => _app = await LinkingApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task FirstOwnerLink_Used_CreatesOrganizationAndOneOwnerSessionForAnHour()
    {
        var link = await _app.FirstOwnerLinkAsync();
        using var browser = _app.NewBrowser();
        var page = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        (string, string)[] Fields(string name) =>
            [.. page.Fields(page.Form()).Where(f => f.Name != "name"), ("name", name), ("way", "enter")];
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(page.Form().Action, Fields("  "))).Status);
        var entered = await browser.PostAsync(page.Form().Action, Fields("contoso"));
        Assert.Equal((HttpStatusCode.SeeOther, "/console"), (entered.Status, entered.Location));
        var session = (await browser.SessionAsync())!.Value;
        Assert.Equal(("contoso", "owner"), (session.GetProperty("organization").GetString(), session.GetProperty("roles")[0].GetString()));
        Assert.Equal(_app.Clock.GetUtcNow().AddHours(1), session.GetProperty("expiresAt").GetDateTimeOffset());
        Assert.NotNull(await _app.Organizations.FindAsync("contoso", default));

        using var other = _app.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await other.PostAsync(page.Form().Action, Fields("fabrikam"))).Status);
        Assert.Null(await other.SessionAsync());
        Assert.Contains(
            await _app.Audit.ListAsync("contoso", null, 20, default),
            e => e is { Action: AuditActions.OwnerLinkUsed, Code: "break-glass", Actor: "operator" }
        );

        _app.Clock.Advance(TimeSpan.FromMinutes(61));
        Assert.Null(await browser.SessionAsync());
    }

    [Fact]
    public async Task FirstOwnerLink_NameAsPeopleWriteIt_ShowsTheShortNameMadeOfIt()
    {
        const string Title = "Müller & Söhne GmbH";
        var link = await _app.FirstOwnerLinkAsync();
        await _app.Organizations.CreateAsync("mueller-soehne-gmbh", new(), "system", default);
        using var browser = _app.NewBrowser();
        var page = await browser.GetAsync(link);
        Assert.Null(page.Document!.QuerySelector("#address"));
        (string, string)[] Fields(BrowserPage from, string? address) =>
            [
                .. from.Fields(from.Form()).Where(f => f.Name is not ("name" or "address")),
                ("name", Title),
                ("way", "enter"),
                .. address is null ? [] : new[] { ("address", address) },
            ];
        var asked = await browser.PostAsync(page.Form().Action, Fields(page, null));
        Assert.Equal(HttpStatusCode.BadRequest, asked.Status);
        Assert.Contains("taken", asked.Document!.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("mueller-soehne-gmbh", asked.Document!.QuerySelector("#address")!.GetAttribute("value"));
        Assert.Equal(HttpStatusCode.BadRequest, (await browser.PostAsync(page.Form().Action, Fields(asked, "a b"))).Status);
        var empty = await browser.PostAsync(page.Form().Action, [.. Fields(page, null).Where(f => f.Item1 != "name"), ("name", "日本語")]);
        Assert.Equal(HttpStatusCode.BadRequest, empty.Status);
        Assert.Contains("Enter one", empty.Document!.QuerySelector("[role=alert]")!.TextContent, StringComparison.Ordinal);
        var entered = await browser.PostAsync(page.Form().Action, Fields(asked, "mueller"));
        Assert.Equal((HttpStatusCode.SeeOther, "/console"), (entered.Status, entered.Location));
        Assert.Equal(Title, (await _app.Organizations.FindAsync("mueller", default))!.Settings.DisplayName);
    }

    [Fact]
    public async Task OwnerLink_SignInByLink_MakesTheUserOwnerAndEndsTheLinks()
    {
        await _app.Organizations.CreateAsync("contoso", _app.OpenId(), "system", default);
        var link = Assert.Single(await _app.LinksAsync());
        Assert.Equal("contoso", link.Organization);
        using var browser = _app.NewBrowser();
        var page = await browser.GetAsync(link.Url);
        var sent = await browser.PostAsync("/owner-link", ("token", OpenIdBrowser.Parameter(link.Url, "token")), ("way", "sign-in"));
        Assert.Equal("/Saml2/SignIn?organization=contoso&ReturnUrl=%2Fowner-link%2Fclaim", sent.Location);
        Assert.Equal("/owner-link/claim", (await browser.SignInAsync("alice", sent.Location)).Location);
        var claimed = await browser.GetAsync("/owner-link/claim");
        Assert.Equal("/Saml2/SignIn?organization=contoso&ReturnUrl=%2Fconsole", claimed.Location);
        await browser.GetAsync((await browser.AskAsync(claimed.Location)).Location);
        Assert.Equal("owner", (await browser.SessionAsync())!.Value.GetProperty("roles")[0].GetString());
        Assert.Empty(await _app.LinksAsync());

        // A user who signs in without a link gets no role.
        using var other = _app.NewBrowser();
        await other.SignInAsync("charlie");
        Assert.Equal(HttpStatusCode.Forbidden, (await other.GetAsync("/owner-link/claim")).Status);
        Assert.Contains(
            await _app.Audit.ListAsync("contoso", null, 20, default),
            e => e is { Action: AuditActions.OwnerLinkUsed, Code: "signed-in" }
        );
        Assert.NotNull(page);
    }

    [Fact]
    public async Task OwnerLink_IdentityProviderDown_OwnerSignsInAndOut()
    {
        await _app.Organizations.CreateAsync("contoso", _app.OpenId(), "system", default);
        using var browser = _app.NewBrowser();
        await browser.PostAsync(
            "/owner-link",
            ("token", OpenIdBrowser.Parameter((await _app.LinksAsync())[0].Url, "token")),
            ("way", "enter")
        );
        Assert.Equal("owner", (await browser.SessionAsync())!.Value.GetProperty("roles")[0].GetString());
        Assert.Equal("/bye", (await browser.GetAsync("/logout?ReturnUrl=/bye")).Location);
        Assert.Null(await browser.SessionAsync());
    }

    [Fact]
    public async Task OwnerLink_OtherPurposeServerKeyOrTime_IsRefused()
    {
        string Token(SigningKey key, string purpose = OwnerLinks.Purpose, string audience = Sandbox.Host, int minutes = 0) =>
            OperatorToken.Create(key, purpose, "contoso", audience, _app.Clock.GetUtcNow().AddMinutes(minutes));
        var own = _app.Keys.Signing!;
        using var browser = _app.NewBrowser();
        foreach (
            var token in new[]
            {
                "",
                "x",
                "a.b",
                Token(own, purpose: "trace"),
                Token(own, audience: "http://localhost:5081"),
                Token(own, minutes: -6),
                Token(own, minutes: 10),
                Token(SigningKey.FromCertificate(Testing.TestCertificates.Idp)),
            }
        )
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync("/owner-link?token=" + token)).Status);
            Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync("/owner-link", ("token", token), ("way", "enter"))).Status);
        }

        Assert.Null(await browser.SessionAsync());
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/owner-link?token=" + Token(own))).Status);
    }

    [Fact]
    public async Task OwnerLink_Expired_PageSaysSoAndHowToGetANewOne()
    {
        var link = await _app.FirstOwnerLinkAsync();
        using var browser = _app.NewBrowser();
        var opened = await browser.GetAsync(link);
        Assert.Equal(HttpStatusCode.OK, opened.Status);
        var until = _app.Clock.GetUtcNow() + OwnerLinkToken.DefaultLifetime;
        Assert.Contains(
            until.ToString("d MMMM yyyy, HH:mm", System.Globalization.CultureInfo.InvariantCulture),
            opened.Text,
            StringComparison.Ordinal
        );
        Assert.InRange(link.Length, 40, 120);

        _app.Clock.Advance(OwnerLinkToken.DefaultLifetime);
        var form = ("token", OpenIdBrowser.Parameter(link, "token"));
        foreach (var page in new[] { await browser.GetAsync(link), await browser.PostAsync("/owner-link", form, ("way", "enter")) })
        {
            Assert.Equal(HttpStatusCode.Forbidden, page.Status);
            Assert.Equal("This owner link has expired", page.Document!.QuerySelector("h1")!.TextContent);
            Assert.Contains("samlsp owner-link", page.Text, StringComparison.Ordinal);
            Assert.NotEmpty(page.Document!.QuerySelector(".reference")!.TextContent);
        }

        Assert.Null(await browser.SessionAsync());
    }

    [Fact]
    public async Task OwnerLink_UsedBefore_PageSaysSo()
    {
        await _app.Organizations.CreateAsync("contoso", _app.OpenId(), "system", default);
        var form = ("token", OpenIdBrowser.Parameter((await _app.LinksAsync())[0].Url, "token"));
        using var browser = _app.NewBrowser();
        Assert.Equal("/console", (await browser.PostAsync("/owner-link", form, ("way", "enter"))).Location);

        using var other = _app.NewBrowser();
        var page = await other.PostAsync("/owner-link", form, ("way", "enter"));
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Equal("This owner link was already used", page.Document!.QuerySelector("h1")!.TextContent);

        // Whoever only opens it is told as well, before pressing a button.
        page = await other.GetAsync("/owner-link?token=" + form.Item2);
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Equal("This owner link was already used", page.Document!.QuerySelector("h1")!.TextContent);
        Assert.Null(await other.SessionAsync());
    }

    [Fact]
    public async Task OwnerLink_SignInAfterItTooLate_PageSaysSoAndGivesNoRole()
    {
        await _app.Organizations.CreateAsync("contoso", _app.OpenId(), "system", default);
        var form = ("token", OpenIdBrowser.Parameter((await _app.LinksAsync())[0].Url, "token"));
        using var browser = _app.NewBrowser();
        var sent = await browser.PostAsync("/owner-link", form, ("way", "sign-in"));
        Assert.Equal("/owner-link/claim", (await browser.SignInAsync("alice", sent.Location)).Location);

        _app.Clock.Advance(TimeSpan.FromMinutes(15));
        var page = await browser.GetAsync("/owner-link/claim");
        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Equal("You did not become an owner", page.Document!.QuerySelector("h1")!.TextContent);
        Assert.Equal(0, (await browser.SessionAsync())!.Value.GetProperty("roles").GetArrayLength());
    }

    [Fact]
    public async Task OwnerLink_NotGenuine_PageDoesNotSayThatItHasExpired()
    {
        var link = await _app.FirstOwnerLinkAsync();
        _app.Clock.Advance(OwnerLinkToken.DefaultLifetime);
        using var browser = _app.NewBrowser();
        var page = await browser.GetAsync(link[..^4] + "AAAA");
        Assert.Equal("This owner link is not valid", page.Document!.QuerySelector("h1")!.TextContent);
    }
}
