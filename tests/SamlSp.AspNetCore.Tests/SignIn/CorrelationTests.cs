using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>
/// Genuine responses without a request of this browser, or posted twice. SamlSp.Browser.Tests has the same with a real browser.
/// </summary>
public sealed class CorrelationTests
{
    [Fact]
    public async Task ResponseForm_PostedTwice_LeadsToTheWantedPage()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/protected?page=7");
        var form = Form(TestIdp.Create().Member().Answering(id), relayState);
        Assert.Equal("/protected?page=7", (await PostAsync(browser, form)).Headers.Location!.OriginalString);
        var cookie = browser.Cookies[TestBrowser.SessionCookie];

        var again = await PostAsync(browser, form);
        Assert.Equal((HttpStatusCode.SeeOther, "/protected?page=7"), (again.StatusCode, again.Headers.Location!.OriginalString));
        Assert.Equal(cookie, browser.Cookies[TestBrowser.SessionCookie]);
        Assert.False(again.Headers.Contains("Set-Cookie"));
        Assert.Contains("the browser was signed in already", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Response_SecondAnswerToAnAnsweredRequest_LeadsToTheWantedPage()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/protected");
        await PostAsync(browser, Form(TestIdp.Create().Member().Answering(id), relayState));
        var back = await PostAsync(browser, Form(TestIdp.Create().Member().Answering(id), relayState));
        Assert.Equal((HttpStatusCode.SeeOther, "/protected"), (back.StatusCode, back.Headers.Location!.OriginalString));
    }

    [Theory]
    [InlineData("lost cookie")]
    [InlineData("bookmark")]
    [InlineData("other user")]
    public async Task LostRequest_UserNotSignedIn_StartsOnceMoreAndThenExplains(string how)
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        if (how == "other user")
        {
            await browser.SignInAsync(idp => idp.ExternalGuest());
        }

        var (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn?organization=contoso&ReturnUrl=/protected");
        if (how == "bookmark")
        {
            app.Clock.Advance(TimeSpan.FromMinutes(16));
        }
        else
        {
            foreach (var state in browser.Cookies.Keys.Where(k => k.Contains("State", StringComparison.Ordinal)).ToList())
            {
                browser.Cookies.Remove(state);
            }
        }

        var refused = await PostAsync(browser, Form(TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Answering(id), relayState));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var refresh = Assert.Single(refused.Headers.GetValues("Refresh"));
        Assert.Equal("0; url=/Saml2/SignIn?organization=contoso&ReturnUrl=%2F&retry=1", refresh);
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);

        var (again, retried, _) = await browser.StartAsync(refresh["0; url=".Length..]);
        Assert.EndsWith("r", retried, StringComparison.Ordinal);
        foreach (var state in browser.Cookies.Keys.Where(k => k.Contains("State", StringComparison.Ordinal)).ToList())
        {
            browser.Cookies.Remove(state);
        }

        var last = await PostAsync(browser, Form(TestIdp.Create().At(app.Clock.GetUtcNow()).Member().Answering(again), retried));
        Assert.Equal(HttpStatusCode.Forbidden, last.StatusCode);
        Assert.False(last.Headers.Contains("Refresh"));
        Assert.Contains("does not keep the cookies", await last.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LostRequest_CookieKeptOnRetry_SignsIn()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn?organization=contoso&retry=1&ReturnUrl=/protected");
        Assert.Equal(
            "/protected",
            (await PostAsync(browser, Form(TestIdp.Create().Member().Answering(id), relayState))).Headers.Location!.OriginalString
        );
    }

    [Theory]
    [InlineData("untrusted key")]
    [InlineData("other request")]
    [InlineData("no browser")]
    public async Task LostRequest_UnknownKeyOtherRequestOrNoBrowser_IsRefused(string who)
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/protected");
        var idp = TestIdp.Create().Member().Answering(who == "other request" ? "idother" : id);
        if (who == "untrusted key")
        {
            idp = idp.SignWith(TestCertificates.Untrusted);
        }

        if (who == "no browser")
        {
            browser.Cookies.Clear();
        }

        var refused = await PostAsync(browser, Form(idp, relayState), site: who == "no browser" ? null : "same-origin");
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.False(refused.Headers.Contains("Refresh"));
        Assert.DoesNotContain(TestBrowser.SessionCookie, browser.Cookies.Keys);
    }

    [Fact]
    public async Task RefusalPage_LostRequestOrUntrustedKey_IsTheSame()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/protected");
        browser.Cookies.Clear();
        var missed = await (
            await PostAsync(browser, Form(TestIdp.Create().Member().Answering(id), relayState))
        ).Content.ReadAsStringAsync();
        var untrusted = await (
            await PostAsync(browser, Form(TestIdp.Create().SignWith(TestCertificates.Untrusted), relayState))
        ).Content.ReadAsStringAsync();
        Assert.Equal(
            missed.Replace(TestBrowser.Reference(missed), "", StringComparison.Ordinal),
            untrusted.Replace(TestBrowser.Reference(untrusted), "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task UnsolicitedResponse_PostedTwiceFromAnotherSite_LeadsToTheWantedPage()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var browser = app.Browser();
        var form = Form(TestIdp.Create().Member().Unsolicited(), "/protected");
        await PostAsync(browser, form, "cross-site");
        var kept = new Dictionary<string, string>(browser.Cookies);
        browser.Cookies.Clear(); // SameSite=Lax
        var posting = await PostAsync(browser, form, "cross-site");
        Assert.Contains("SamlSp.Again", await posting.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        foreach (var (name, value) in kept)
        {
            browser.Cookies[name] = value;
        }

        var on = await PostAsync(browser, [.. form, ("SamlSp.Again", "1")]);
        Assert.Equal((HttpStatusCode.SeeOther, "/protected"), (on.StatusCode, on.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task EntraError_KnownNumber_IsExplainedOnItsPage()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/protected");
        var failing = TestIdp
            .Create()
            .Answering(id)
            .Failing(
                "urn:oasis:names:tc:SAML:2.0:status:Requester",
                null,
                "AADSTS50105: The signed in user '<script>' is not assigned to a role. Trace ID: x"
            );
        var refused = await PostAsync(browser, Form(failing, relayState));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.DoesNotContain("50105", page, StringComparison.Ordinal);
        var refresh = refused.Headers.GetValues("Refresh").Single();
        Assert.Equal(
            $"0; url=/Saml2/Refused?reference={TestBrowser.Reference(page)}&error=AADSTS50105&organization=contoso&ReturnUrl=%2Fprotected",
            refresh
        );

        var explained = await browser.GetAsync(refresh["0; url=".Length..]);
        var text = await explained.Content.ReadAsStringAsync();
        Assert.Contains("You are not assigned to this app", text, StringComparison.Ordinal);
        Assert.Contains("AADSTS50105", text, StringComparison.Ordinal);
        Assert.Contains(TestBrowser.Reference(page), text, StringComparison.Ordinal);
        Assert.Contains("?organization=contoso&amp;ReturnUrl=%2Fprotected&amp;reauthenticate=true", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?reference=ABCDE-23456&error=AADSTS1%3Cscript%3E")]
    [InlineData("?reference=%3Cscript%3E&error=AADSTS50105")]
    [InlineData("")]
    public async Task EntraErrorPage_OtherTextInTheAddress_IsNotFound(string query)
    {
        await using var app = await TestApp.StartAsync();
        var answer = await app.Browser().GetAsync("/Saml2/Refused" + query);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.DoesNotContain(
            "script>",
            (await answer.Content.ReadAsStringAsync()).Replace("</script>", "", StringComparison.Ordinal),
            StringComparison.OrdinalIgnoreCase
        );
    }

    private static (string, string)[] Form(TestIdp idp, string relayState) =>
        [("SAMLResponse", idp.SignedResponse().ToFormValue()), ("RelayState", relayState)];

    private static Task<HttpResponseMessage> PostAsync(
        TestBrowser browser,
        (string Name, string Value)[] fields,
        string? site = "same-origin"
    )
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/Saml2/Acs")
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        if (site is not null)
        {
            request.Headers.Add("Sec-Fetch-Site", site);
        }

        return browser.SendAsync(request);
    }
}
