using System.Net;
using SamlSp.AspNetCore;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>OpenID Connect answers that are refused, each beside one that is accepted.</summary>
public sealed class OpenIdRefusalTests : IAsyncLifetime
{
    private OpenIdApp _app = null!;

    public static TheoryData<string> Ids => [.. OpenIdAttacks.Cases.Select(c => c.Id)];

    public async Task InitializeAsync() => _app = await OpenIdApp.StartAsync();

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task OpenIdAttack_BesideItsControl_GivesNoSessionAndLogsItsCode(string id)
    {
        using var browser = _app.NewBrowser();
        var refused = await browser.SignInAsync("charlie", OpenIdBrowser.Start, ("attack", id));
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(OpenIdAttacks.Find(id)!.ExpectedCode, Assert.Single(_app.Refusals).Code);
        Assert.Null(await browser.SessionAsync());
        await browser.SignInAsync("charlie", OpenIdBrowser.Start + "&reauthenticate=true");
        Assert.NotNull(await browser.SessionAsync());
    }

    [Fact]
    public async Task OpenIdAnswer_InAnotherBrowser_IsRefused()
    {
        using var victim = _app.NewBrowser();
        using var attacker = _app.NewBrowser();
        var answer = await attacker.AnswerAsync();
        await RefusedAsync(victim, answer, "in_response_to_mismatch");
        Assert.Equal(HttpStatusCode.SeeOther, (await attacker.GetAsync(answer)).Status);
    }

    [Fact]
    public async Task OpenIdAnswer_SecondUse_IsRefused()
    {
        using var browser = _app.NewBrowser();
        var answer = await browser.AnswerAsync();
        var cookies = browser.Cookies;
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.GetAsync(answer)).Status);
        await RefusedAsync(browser, answer, "in_response_to_mismatch");
        browser.Cookies = cookies;
        await RefusedAsync(browser, answer, "replayed");
    }

    [Fact]
    public async Task OpenIdCode_FromAnotherUser_IsNotRedeemed()
    {
        using var attacker = _app.NewBrowser();
        using var browser = _app.NewBrowser();
        var (theirs, mine) = (await attacker.AnswerAsync("charlie"), await browser.AnswerAsync());
        var injected = mine.Replace(
            Uri.EscapeDataString(OpenIdBrowser.Parameter(mine, "code")),
            Uri.EscapeDataString(OpenIdBrowser.Parameter(theirs, "code")),
            StringComparison.Ordinal
        );
        Assert.NotEqual(mine, injected);
        await RefusedAsync(browser, injected, "token_request_failed");
        Assert.Contains("AADSTS501481", _app.Refusals.Last().Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&iss=https%3A%2F%2Flogin.microsoftonline.com%2F99999999-8888-7777-6666-555555555555%2Fv2.0", "wrong_identity_provider")]
    [InlineData("&code=another", "malformed")]
    [InlineData("&state=another", "malformed")]
    [InlineData("&error=access_denied", "malformed")]
    public async Task OpenIdAnswer_UnexpectedParameter_IsRefused(string more, string code)
    {
        using var browser = _app.NewBrowser();
        var answer = await browser.AnswerAsync();
        await RefusedAsync(browser, answer + more, code);
        Assert.Null(await browser.SessionAsync());
        using var other = _app.NewBrowser();
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (
                await other.GetAsync(
                    await other.AnswerAsync()
                        + "&iss="
                        + Uri.EscapeDataString($"https://login.microsoftonline.com/{_app.Tenant.EntityId.Split('/')[3]}/v2.0")
                )
            ).Status
        );
    }

    [Fact]
    public async Task OpenIdError_WithOrWithoutMatchingState_IsLoggedAndNotShown()
    {
        using var browser = _app.NewBrowser();
        var state = OpenIdBrowser.Parameter((await browser.GetAsync(OpenIdBrowser.Start)).Location, "state");
        const string Error =
            "/auth/oidc/callback?error=access_denied&error_description=AADSTS65004%3A+%3Cb%3EUser+declined%0Ainjected+line";
        await RefusedAsync(browser, Error, "in_response_to_mismatch");
        await RefusedAsync(browser, Error + "&state=" + state, "status_not_success");
        var reason = _app.Refusals.Last().Reason;
        Assert.Contains("access_denied. Entra says AADSTS65004", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("injected", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("declined", (await browser.GetAsync(Error)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?state=")]
    [InlineData("?code=x&state=0000000000000000000000000000000000000000")]
    [InlineData("?code=x&state=..%2F..")]
    public async Task OpenIdCallback_UnknownState_IsRefused(string query)
    {
        using var browser = _app.NewBrowser();
        await RefusedAsync(browser, "/auth/oidc/callback" + query, "in_response_to_mismatch");
    }

    [Fact]
    public async Task OpenIdCallback_Post_IsNotAllowed()
    {
        using var browser = _app.NewBrowser();
        var answer = await browser.PostAsync("/auth/oidc/callback", ("code", "x"));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.Status);
    }

    [Fact]
    public async Task SamlResponse_OrganizationLinkedByOpenIdConnect_IsRefused()
    {
        using var browser = _app.NewBrowser();
        var response = Testing
            .TestIdp.Create()
            .IssuedBy(_app.Tenant.EntityId)
            .SentTo(Sandbox.Host + "/Saml2/Acs")
            .For(Sandbox.Host + "/Saml2")
            .Unsolicited();
        await browser.PostAsync("/Saml2/Acs", ("SAMLResponse", response.SignedResponse().ToFormValue()));
        Assert.Equal("untrusted_issuer", Assert.Single(_app.Refusals).Code);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.SignInAsync()).Status);
    }

    private async Task RefusedAsync(Browser browser, string url, string code)
    {
        var refused = await browser.GetAsync(url);
        Assert.InRange((int)refused.Status, 400, 499);
        Assert.Equal(code, _app.Refusals.Last().Code);
    }
}
