using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class SignInTests
{
    [Theory]
    [InlineData("alice@example.com", "member", "/", 24)]
    [InlineData("charlie_altostrat.com@example.com", "entraGuest", "/guests", 8)]
    [InlineData("user_hotmail.com@example.com", "externalGuest", "/guests", 8)]
    public async Task SignIn_EachUserType_GetsNameIdOrgUnitAndLifetime(string nameId, string userType, string orgUnit, int hours)
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var signedIn = await browser.SignInAsync(idp =>
            userType switch
            {
                "member" => idp.Member(),
                "entraGuest" => idp.EntraGuest(),
                _ => idp.ExternalGuest(),
            }
        );
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
        Assert.Equal("/protected", signedIn.Headers.Location!.OriginalString);

        var session = await (await browser.GetAsync("/session", "application/json")).Content.ReadFromJsonAsync<JsonElement>();
        Assert.Equal(nameId, session.GetProperty("nameId").GetString());
        Assert.Equal(userType, session.GetProperty("userType").GetString());
        Assert.Equal("contoso", session.GetProperty("organization").GetString());
        Assert.Equal(orgUnit, session.GetProperty("orgUnit").GetString());
        Assert.Equal(
            session.GetProperty("authenticatedAt").GetDateTimeOffset().AddHours(hours),
            session.GetProperty("expiresAt").GetDateTimeOffset()
        );
        Assert.EndsWith("Z", session.GetProperty("expiresAt").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AuthnRequest_SignInStarted_IsAcceptableToEntra()
    {
        await using var app = await TestApp.StartAsync();
        var (id, relayState, request) = await app.Browser().StartAsync();
        Assert.False(char.IsAsciiDigit(id[0]));
        Assert.Equal(TestSp.EntityId, request.Elements().Single(e => e.Name.LocalName == "Issuer").Value);
        Assert.Equal(TestSp.AcsUrl, request.Attribute("AssertionConsumerServiceURL")!.Value);
        Assert.Null(request.Attribute("ForceAuthn"));
        Assert.DoesNotContain(request.Descendants(), e => e.Name.LocalName is "Subject" or "Scoping" or "RequestedAuthnContext");
        Assert.InRange(relayState.Length, 1, 80);
    }

    [Fact]
    public async Task AuthnRequest_IdentityProviderWithPostOnly_IsSentInAForm()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["posting"] = new());
        var browser = app.Browser();
        var answer = await browser.GetAsync("/Saml2/SignIn?organization=posting");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(
            "form-action 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'",
            answer.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );
        var page = new AngleSharp.Html.Parser.HtmlParser().ParseDocument(await answer.Content.ReadAsStringAsync());
        Assert.Equal(TestTenant.SignOnUrl, page.QuerySelector("form[method=post]")!.GetAttribute("action"));
        var request = System.Xml.Linq.XElement.Parse(
            System.Text.Encoding.UTF8.GetString(
                Convert.FromBase64String(page.QuerySelector("input[name=SAMLRequest]")!.GetAttribute("value")!)
            )
        );
        var signedIn = await browser.PostAsync(
            TestIdp.Create().Tenant(TestTenant.HomeId).Answering(request.Attribute("ID")!.Value),
            page.QuerySelector("input[name=RelayState]")!.GetAttribute("value")
        );
        Assert.Equal(HttpStatusCode.SeeOther, signedIn.StatusCode);
    }

    [Fact]
    public async Task SignIn_OtherNameIdFormatThanRequested_IsRefused()
    {
        const string Persistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.NameIdFormat = Persistent);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().SignInAsync(idp => idp.Member())).StatusCode);
        Assert.Contains("Refused: name_id_invalid", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await app.Browser().SignInAsync(idp => idp.Member().NameId("alice@example.com", Persistent))).StatusCode
        );
    }

    // F10
    [Fact]
    public async Task Response_PostedTwice_IsReplayed()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        var cookies = new Dictionary<string, string>(browser.Cookies);
        var response = TestIdp.Create().Answering(id).SignedResponse().ToFormValue();
        Assert.Equal(
            HttpStatusCode.SeeOther,
            (await browser.PostAsync("/Saml2/Acs", ("SAMLResponse", response), ("RelayState", relayState))).StatusCode
        );

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await browser.PostAsync("/Saml2/Acs", ("SAMLResponse", response), ("RelayState", relayState))).StatusCode
        );
        Assert.Contains("Refused: replayed", app.Log.Text, StringComparison.Ordinal);

        // Nor with the state cookie brought back, in another browser.
        var thief = app.Browser();
        foreach (var (name, value) in cookies)
        {
            thief.Cookies[name] = value;
        }

        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await thief.PostAsync("/Saml2/Acs", ("SAMLResponse", response), ("RelayState", relayState))).StatusCode
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/session", "application/json")).StatusCode);
    }

    // F08
    [Fact]
    public async Task Response_RequestAlreadyAnswered_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        var cookies = new Dictionary<string, string>(browser.Cookies);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync(TestIdp.Create().Answering(id), relayState)).StatusCode);

        var second = app.Browser();
        foreach (var (name, value) in cookies)
        {
            second.Cookies[name] = value;
        }

        Assert.Equal(HttpStatusCode.Forbidden, (await second.PostAsync(TestIdp.Create().Answering(id), relayState)).StatusCode);
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);
    }

    // F08
    [Fact]
    public async Task Response_ToAnotherBrowsersRequest_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var (id, relayState, _) = await app.Browser().StartAsync();
        var victim = app.Browser();
        Assert.Equal(HttpStatusCode.Forbidden, (await victim.PostAsync(TestIdp.Create().Answering(id), relayState)).StatusCode);
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(TestBrowser.SessionCookie, victim.Cookies.Keys);
    }

    // F08
    [Theory]
    [InlineData("other")]
    [InlineData("swapped")]
    [InlineData("none")]
    public async Task Response_OtherRelayStateThanItsRequest_IsRefused(string kind)
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        var (_, second, _) = await browser.StartAsync();
        var tampered = kind switch
        {
            "other" => relayState[..^1] + (relayState[^1] == '0' ? '1' : '0'),
            "swapped" => second,
            _ => null,
        };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(TestIdp.Create().Answering(id), tampered)).StatusCode);
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_TwoTabs_DoNotDisturbEachOther()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var first = await browser.StartAsync("/protected?tab=1");
        var second = await browser.StartAsync("/protected?tab=2");
        Assert.Equal(
            "/protected?tab=2",
            (await browser.PostAsync(TestIdp.Create().Answering(second.RequestId), second.RelayState)).Headers.Location!.OriginalString
        );
        Assert.Equal(
            "/protected?tab=1",
            (await browser.PostAsync(TestIdp.Create().Answering(first.RequestId), first.RelayState)).Headers.Location!.OriginalString
        );
    }

    [Fact]
    public async Task PendingRequests_OverTheLimit_DropTheOldest()
    {
        await using var app = await TestApp.StartAsync(o => o.MaximumPendingRequests = 3);
        var browser = app.Browser();
        var first = await browser.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(1));
            await browser.StartAsync();
        }

        Assert.Equal(3, browser.Cookies.Keys.Count(k => k.StartsWith("__Host-SamlSp.State.", StringComparison.Ordinal)));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await browser.PostAsync(TestIdp.Create().Answering(first.RequestId), first.RelayState)).StatusCode
        );
    }

    [Fact]
    public async Task PendingRequest_Expired_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        app.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Equal(
            HttpStatusCode.Forbidden,
            (await browser.PostAsync(TestIdp.Create().At(app.Clock.GetUtcNow()).Answering(id), relayState)).StatusCode
        );
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Origin", "https://login.microsoftonline.com")]
    [InlineData("Origin", "null")]
    public async Task CrossSitePost_WithoutCookie_IsPostedOnceMoreFromOurSite(string header, string value)
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync();
        var response = TestIdp.Create().Answering(id).SignedResponse().ToFormValue();

        // SameSite=Lax: the browser withholds the cookies.
        var crossSite = app.Browser();
        var page = await crossSite.SendAsync(Post(header, value, ("SAMLResponse", response), ("RelayState", relayState)));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        var html = await page.Content.ReadAsStringAsync();
        Assert.Contains("name=\"SamlSp.Again\" value=\"1\"", html, StringComparison.Ordinal);
        Assert.Contains(
            "form-action 'self' https: http://localhost:* http://127.0.0.1:*; base-uri 'none'",
            page.Headers.GetValues("Content-Security-Policy").Single(),
            StringComparison.Ordinal
        );

        var again = await browser.PostAsync("/Saml2/Acs", ("SAMLResponse", response), ("RelayState", relayState), ("SamlSp.Again", "1"));
        Assert.Equal(HttpStatusCode.SeeOther, again.StatusCode);

        var lost = await crossSite.SendAsync(
            Post(header, value, ("SAMLResponse", response), ("RelayState", relayState), ("SamlSp.Again", "1"))
        );
        Assert.Equal(HttpStatusCode.Forbidden, lost.StatusCode);
    }

    // F09
    [Fact]
    public async Task UnsolicitedResponse_NotAllowed_IsRefused()
    {
        await using var strict = await TestApp.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await strict.Browser().PostAsync(TestIdp.Create().Unsolicited())).StatusCode);
        Assert.Contains("Refused: unsolicited_not_allowed", strict.Log.Text, StringComparison.Ordinal);

        await using var open = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var browser = open.Browser();
        Assert.Equal("/", (await browser.PostAsync(TestIdp.Create().Unsolicited())).Headers.Location!.OriginalString);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/protected")).StatusCode);
    }

    // H01
    [Theory]
    [InlineData("/reports?x=1", "/reports?x=1")]
    [InlineData("https://sp.example.com/reports", "/reports")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example/", "/")]
    [InlineData("/\\evil.example/", "/")]
    [InlineData("\\\\evil.example", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("https://sp.example.com.evil.example/", "/")]
    [InlineData("https://sp.example.com@evil.example/", "/")]
    [InlineData("%2F%2Fevil.example", "/")]
    [InlineData("/x\r\nSet-Cookie: a=b", "/")]
    [InlineData("", "/")]
    [InlineData("/caf\u00e9 \ud83d\ude00?x=%20", "/caf%C3%A9%20%F0%9F%98%80?x=%20")]
    public async Task ReturnUrl_ToAnotherSite_IsIgnored(string returnUrl, string expected)
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync(
            "/Saml2/SignIn?organization=contoso&ReturnUrl=" + Uri.EscapeDataString(returnUrl)
        );
        Assert.Equal(expected, (await browser.PostAsync(TestIdp.Create().Answering(id), relayState)).Headers.Location!.OriginalString);

        var fromTile = await app.Browser().PostAsync(TestIdp.Create().Unsolicited(), returnUrl);
        Assert.Equal(expected, fromTile.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task SignIn_UnknownUserWithoutJustInTime_IsRefused()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].JustInTime = false);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().SignInAsync(idp => idp.Member())).StatusCode);
        Assert.Contains("Refused: user_unknown", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_NameIdOfAnotherUser_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Browser().SignInAsync(idp => idp.Member())).StatusCode);
        var other = await app.Browser()
            .SignInAsync(idp => idp.Member().Attribute(EntraClaims.ObjectId, "deadbeef-0000-0000-0000-000000000009"));
        Assert.Equal(HttpStatusCode.Forbidden, other.StatusCode);
        Assert.Contains("Refused: name_id_taken", app.Log.Text, StringComparison.Ordinal);
    }

    // G01
    [Fact]
    public async Task SignIn_ClaimsOfAnotherTenant_IsRefused()
    {
        await using var app = await TestApp.StartAsync();
        var refused = await app.Browser().SignInAsync(idp => idp.Member().Attribute(EntraClaims.TenantId, TestTenant.HomeId));
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("Refused: tenant_mismatch", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Browser().SignInAsync(idp => idp.Member())).StatusCode);
    }

    // F12
    [Fact]
    public async Task SignIn_AnswerFromAnotherOrganization_IsRefused()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["fabrikam"] = new());
        var browser = app.Browser();
        var (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn?organization=contoso");
        var mixed = await browser.PostAsync(
            TestIdp.Create().Tenant(TestTenant.HomeId).SignWith(TestCertificates.IdpNext).Answering(id),
            relayState
        );
        Assert.Equal(HttpStatusCode.Forbidden, mixed.StatusCode);
        Assert.Contains("Refused: wrong_identity_provider", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_ApplicationRefuses_IsRefusedAndReported()
    {
        var codes = new List<string>();
        await using var app = await TestApp.StartAsync(o =>
            o.Events = new()
            {
                OnAssertionVerified = context =>
                {
                    if (context.Identity.UserType != SamlSp.Claims.UserType.Member)
                    {
                        context.Refuse("members only");
                    }

                    return Task.CompletedTask;
                },
                OnRefused = context =>
                {
                    codes.Add(context.Code);
                    return Task.CompletedTask;
                },
            }
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().SignInAsync(idp => idp.EntraGuest())).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Browser().SignInAsync(idp => idp.Member())).StatusCode);
        Assert.Equal(["refused_by_application"], codes);
    }

    [Fact]
    public async Task EventsType_RegisteredService_IsUsed()
    {
        await using var app = await TestApp.StartAsync(
            o => o.EventsType = typeof(MembersOnly),
            services => services.AddScoped<MembersOnly>()
        );
        Assert.Equal(HttpStatusCode.Forbidden, (await app.Browser().SignInAsync(idp => idp.EntraGuest())).StatusCode);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.Browser().SignInAsync(idp => idp.Member())).StatusCode);
    }

    [Fact]
    public async Task EventsType_OfAnotherKind_StopsTheStart()
    {
        var fault = await Assert.ThrowsAsync<SamlSpConfigurationException>(() =>
            TestApp.StartAsync(o => o.EventsType = typeof(LogCollector))
        );
        Assert.Contains("EventsType", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_HookThrows_RefusesAndLogsUnderTheReference()
    {
        await using var app = await TestApp.StartAsync(o =>
            o.Events = new() { OnAssertionVerified = _ => throw new NotSupportedException("the hook's own words") }
        );
        var answer = await app.Browser().SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        var page = await answer.Content.ReadAsStringAsync();
        Assert.DoesNotContain("own words", page, StringComparison.Ordinal);
        var reference = TestBrowser.Reference(page);
        Assert.Contains(
            app.Log.Lines,
            l => l.Contains(reference, StringComparison.Ordinal) && l.Contains("the hook's own words", StringComparison.Ordinal)
        );
        Assert.Contains("Refused: internal_error, reference " + reference, app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UnsolicitedResponse_WithRelayStateOfAPendingRequest_IsRefused()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var browser = app.Browser();
        var (_, relayState, _) = await browser.StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.PostAsync(TestIdp.Create().Unsolicited(), relayState)).StatusCode);
        Assert.Contains("Refused: in_response_to_mismatch", app.Log.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.SeeOther, (await browser.PostAsync(TestIdp.Create().Unsolicited())).StatusCode);
    }

    [Fact]
    public async Task Cookies_OfASignIn_AreHostOnlySecureAndHttpOnly()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        var started = await browser.GetAsync("/protected");
        var (id, relayState, _) = TestBrowser.Read(started.Headers.Location!);
        var signedIn = await browser.PostAsync(TestIdp.Create().Answering(id), relayState);
        foreach (var cookie in started.Headers.GetValues("Set-Cookie").Concat(signedIn.Headers.GetValues("Set-Cookie")))
        {
            Assert.StartsWith("__Host-SamlSp.", cookie, StringComparison.Ordinal);
            foreach (var attribute in new[] { "path=/", "secure", "samesite=lax", "httponly" })
            {
                Assert.Contains(attribute, cookie, StringComparison.OrdinalIgnoreCase);
            }

            Assert.DoesNotContain("domain=", cookie, StringComparison.OrdinalIgnoreCase);
        }
    }

    // F10
    [Fact]
    public async Task Response_PostedInParallel_IsAcceptedOnce()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.AllowUnsolicited = true);
        var response = TestIdp.Create().Unsolicited().SignedResponse().ToFormValue();
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => Task.Run(() => app.Browser().PostAsync("/Saml2/Acs", ("SAMLResponse", response))))
        );
        Assert.Single(answers, a => a.StatusCode == HttpStatusCode.SeeOther);
        Assert.Equal(31, app.Log.Lines.Count(l => l.Contains("Refused: replayed", StringComparison.Ordinal)));
    }

    // F11
    [Fact]
    public async Task UsedAssertionIds_Full_ThrowsInsteadOfForgetting()
    {
        var used = new InMemoryUsedAssertionIds(TestClock.Create(), capacity: 2);
        Assert.True(await used.TryAddAsync("idp", "1", TestClock.Now.AddHours(1), default));
        Assert.True(await used.TryAddAsync("idp", "2", TestClock.Now.AddHours(1), default));
        await Assert.ThrowsAsync<StoreUnavailableException>(async () =>
            await used.TryAddAsync("idp", "3", TestClock.Now.AddHours(1), default)
        );
    }

    // F13
    [Fact]
    public async Task Organization_NoLongerConfigured_SignsNoUserIn()
    {
        void Allow(SamlSpOptions options, string organization) =>
            options.Organizations[organization] = new()
            {
                PrimaryDomain = TestTenant.PrimaryDomain,
                TenantDomain = TestTenant.Domain,
                Connection = { AllowUnsolicited = true },
            };
        await using var with = await TestApp.StartAsync(o => Allow(o, "contoso"));
        Assert.Equal(HttpStatusCode.SeeOther, (await with.Browser().PostAsync(TestIdp.Create().Unsolicited())).StatusCode);
        await using var without = await TestApp.StartAsync(o =>
        {
            o.Organizations.Clear();
            Allow(o, "fabrikam");
        });
        Assert.Equal(HttpStatusCode.Forbidden, (await without.Browser().PostAsync(TestIdp.Create().Unsolicited())).StatusCode);
        Assert.Contains("Refused: untrusted_issuer", without.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Roles_GroupInTheTable_IsGranted()
    {
        const string Owners = "0e5f2f6e-5a30-4a52-8d4e-7a1b6b6b0001";
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Roles["owner"] = [Owners]);
        var owner = app.Browser();
        await owner.SignInAsync(idp => idp.Member().InGroups(Owners.ToUpperInvariant()));
        Assert.Equal(HttpStatusCode.OK, (await owner.GetAsync("/owners")).StatusCode);

        var other = app.Browser();
        await other.SignInAsync(idp => idp.Member().InGroups("0e5f2f6e-5a30-4a52-8d4e-7a1b6b6b0002").Attribute("urn:samlsp:role", "owner"));
        var forbidden = await other.GetAsync("/owners");
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        Assert.Contains("You may not open this page", await forbidden.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // K01
    [Fact]
    public async Task Session_SecondSignIn_IsANewOneAndEndsTheOld()
    {
        await using var app = await TestApp.StartAsync();
        var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var old = browser.Cookies[TestBrowser.SessionCookie];
        var (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn");
        await browser.PostAsync(TestIdp.Create().EntraGuest().Answering(id), relayState);

        var thief = app.Browser();
        thief.Cookies[TestBrowser.SessionCookie] = old;
        Assert.Equal(HttpStatusCode.Unauthorized, (await thief.GetAsync("/session", "application/json")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/session", "application/json")).StatusCode);
    }

    // F11
    [Fact]
    public async Task SignIn_UsedIdStoreFails_IsServiceUnavailable()
    {
        await using var app = await TestApp.StartAsync(services: s =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IUsedAssertionIds, BrokenUsedIds>(s)
        );
        var answer = await app.Browser().SignInAsync(idp => idp.Member());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Contains("not available at the moment", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Refused: store_unavailable", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_StoreDown_IsOneLineWithTheCause()
    {
        await using var app = await TestApp.StartAsync(services: s =>
            Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions.AddSingleton<IUsedAssertionIds, BrokenUsedIds>(s)
        );
        for (var i = 0; i < 3; i++)
        {
            await app.Browser().SignInAsync(idp => idp.Member());
        }

        var lines = app.Log.Text.Split('\n').Where(line => line.Contains("Refused: store_unavailable", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.EndsWith("disk full", line.TrimEnd(), StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", app.Log.Text, StringComparison.Ordinal);
    }

    private static HttpRequestMessage Post(string header, string value, params (string Name, string Value)[] fields)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/Saml2/Acs")
        {
            Content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))),
        };
        request.Headers.TryAddWithoutValidation(header, value);
        return request;
    }

    private sealed class BrokenUsedIds : IUsedAssertionIds
    {
        public ValueTask<bool> TryAddAsync(string issuer, string id, DateTimeOffset keepUntil, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("disk full");

        public ValueTask<bool> ContainsAsync(string issuer, string id, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("disk full");
    }

    private sealed class MembersOnly : SamlSpEvents
    {
        public override Task AssertionVerified(AssertionVerifiedContext context)
        {
            if (context.Identity.UserType != SamlSp.Claims.UserType.Member)
            {
                context.Refuse("members only");
            }

            return Task.CompletedTask;
        }
    }
}
