using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

public sealed class SignInTraceTests : IDisposable
{
    private readonly string _certificates = TestPair.Folder();

    public void Dispose() => Directory.Delete(_certificates, recursive: true);

    [Fact]
    public async Task SignInTrace_AcceptedSignIn_HasChecksRulesAndMaskedClaims()
    {
        await using var app = await StartAsync();
        await app.Browser().SignInAsync(idp => idp.EntraGuest());
        var entry = Assert.Single(await ListAsync(app));
        Assert.True(entry.Accepted);
        Assert.Equal("contoso", entry.Organization);
        Assert.Equal(
            [
                SignInChecks.Message,
                SignInChecks.Request,
                SignInChecks.Identity,
                SignInChecks.Application,
                SignInChecks.Record,
                SignInChecks.Policy,
                SignInChecks.UsedOnce,
                SignInChecks.Session,
            ],
            entry.Checks.Select(c => c.Check)
        );
        Assert.All(entry.Checks, c => Assert.True(c.Passed));
        Assert.NotEmpty(entry.Rules);
        var json = JsonSerializer.Serialize(entry);
        Assert.DoesNotContain("charlie", json, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(["c… (21)"], entry.Claims[SamlSp.Testing.EntraClaims.Name]);
        Assert.Null(entry.Detail);
    }

    [Fact]
    public async Task SignInTrace_RefusedSignIn_IsFoundByReference()
    {
        await using var app = await StartAsync();
        var page = await (await app.Browser().SignInAsync(idp => idp.For("https://other.example"))).Content.ReadAsStringAsync();
        await FlushAsync(app);
        var entry = await Store(app).FindAsync(TestBrowser.Reference(page), default);
        Assert.Equal(("audience_mismatch", "contoso"), (entry!.Code, entry.Organization));
        Assert.Contains(
            "Refused: audience_mismatch, reference " + entry.Reference + ", organization contoso.",
            app.Log.Text,
            StringComparison.Ordinal
        );
        Assert.Equal((SignInChecks.Message, false), (entry.Checks[^1].Check, entry.Checks[^1].Passed));
    }

    [Fact]
    public async Task SignInTrace_InvalidPosts_AreBoundedAndForTheOperatorOnly()
    {
        await using var app = await StartAsync();
        for (var i = 0; i < SignInTraceRecorder.UnprovenPerMinute + 50; i++)
        {
            await app.Browser().PostAsync("/Saml2/Acs", ("SAMLResponse", "%%%"));
        }

        await FlushAsync(app);
        Assert.Empty(await ListAsync(app));
        var kept = (
            await Task.WhenAll(
                app.Log.Lines.Where(l => l.Contains("Refused: malformed", StringComparison.Ordinal))
                    .Select(l => Store(app).FindAsync(TestBrowser.Reference(l), default))
            )
        ).Count(e => e is not null);
        Assert.Equal(SignInTraceRecorder.UnprovenPerMinute, kept);
    }

    [Fact]
    public async Task SignInTrace_TraceRequested_KeepsTheMessageForAnHour()
    {
        await using var app = await StartAsync();
        await app.Browser().SignInAsync(idp => idp.Member(), "/Saml2/SignIn?organization=contoso&trace=true");
        await FlushAsync(app);
        var reference = Assert.Single(await ListAsync(app)).Reference;
        var detail = (await Store(app).FindAsync(reference, default))!.Detail!;
        Assert.Contains(
            "<saml:Assertion",
            detail.Xml!.Replace("<Assertion", "<saml:Assertion", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        Assert.Contains("alice@example.com", detail.Claims.Values.SelectMany(v => v));
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Null((await Store(app).FindAsync(reference, default))!.Detail);
    }

    [Fact]
    public async Task SignInTrace_ReplayedResponses_AreBounded()
    {
        await using var app = await StartAsync();
        var answer = TestIdp.Create().Member().SignedResponse().ToFormValue();
        for (var i = 0; i < SignInTraceRecorder.UnprovenPerMinute + 50; i++)
        {
            await app.Browser().PostAsync("/Saml2/Acs", ("SAMLResponse", answer));
        }

        await FlushAsync(app);
        var counts = await Store(app).CountAsync("contoso", TestClock.Now, TestClock.Now.AddHours(1), default);
        Assert.Equal(
            [(RefusalCodes.InResponseToMismatch, 1), (RefusalCodes.Replayed, SignInTraceRecorder.UnprovenPerMinute)],
            counts.Select(c => (c.Code, c.Count))
        );
    }

    [Fact]
    public async Task SignInTrace_UnprovenMessages_AreBounded()
    {
        await using var app = await StartAsync();
        var browser = app.Browser();
        var (_, relayState, _) = await browser.StartAsync("/Saml2/SignIn?organization=contoso&trace=true");
        var state = browser.Cookies.Single(c => c.Key.Contains(relayState, StringComparison.Ordinal));
        var bytes = 0;
        foreach (var size in new[] { 100, 90_000, 90_000, 90_000, 90_000, 90_000, 90_000, 100 })
        {
            // The server deletes the cookie, but a client can keep it.
            browser.Cookies[state.Key] = state.Value;
            var page = await (
                await browser.PostAsync("/Saml2/Acs", ("SAMLResponse", Convert.ToBase64String(new byte[size])), ("RelayState", relayState))
            ).Content.ReadAsStringAsync();
            await FlushAsync(app);
            var entry = await Store(app).FindAsync(TestBrowser.Reference(page), default);
            Assert.Equal(RefusalCodes.Malformed, entry!.Code);
            bytes += entry.Detail?.Xml?.Length ?? 0;
        }

        Assert.InRange(bytes, 90_100, SignInTraceRecorder.UnprovenBytesPerMinute);
    }

    [Fact]
    public async Task SignInTraces_Listed_AreCountedAndPaged()
    {
        await using var app = await StartAsync();
        for (var i = 0; i < 3; i++)
        {
            await app.Browser().SignInAsync(idp => idp.Member());
        }

        app.Clock.Advance(TimeSpan.FromHours(1));
        for (var i = 0; i < 2; i++)
        {
            await app.Browser().SignInAsync(idp => idp.For("https://other.example"));
        }

        await app.Browser().SignInAsync(idp => idp.Member());
        await FlushAsync(app);
        var counts = await Store(app).CountAsync("contoso", TestClock.Now, TestClock.Now.AddDays(1), default);
        Assert.Equal(
            [new(TestClock.Now, null, 3), new(TestClock.Now.AddHours(1), null, 1), new(TestClock.Now.AddHours(1), "audience_mismatch", 2)],
            counts
        );
        var seen = new List<string>();
        SignInTraceEntry? last = null;
        while (
            await Store(app)
                .ListAsync(
                    new()
                    {
                        Organization = "contoso",
                        After = last,
                        Limit = 2,
                    },
                    default
                )
                is { Count: > 0 } page
        )
        {
            seen.AddRange(page.Select(e => e.Reference));
            last = page[^1];
        }

        Assert.Equal(6, seen.Distinct().Count());
        Assert.Equal(2, (await Store(app).ListAsync(new() { Organization = "contoso", Accepted = false }, default)).Count);
    }

    [Fact]
    public async Task SignInTraceEndpoint_OperatorToken_IsAcceptedOnce()
    {
        await using var app = await StartAsync();
        var reference = TestBrowser.Reference(
            await (await app.Browser().SignInAsync(idp => idp.For("https://other.example"))).Content.ReadAsStringAsync()
        );
        await FlushAsync(app);
        var key = app.Services.GetRequiredService<SamlSpSchemes>().Default.Keys.Signing!;
        var proof = OperatorToken.Create(key, SignInTraceEndpoint.Purpose, reference, TestSp.BaseUrl, app.Clock.GetUtcNow());
        var answer = await GetAsync(app, reference, "SamlSp-Operator", proof);
        Assert.Equal("audience_mismatch", (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(app, reference, "SamlSp-Operator", proof)).StatusCode);
        var foreign = OperatorToken.Create(
            SigningKey.FromCertificate(TestCertificates.Untrusted),
            SignInTraceEndpoint.Purpose,
            reference,
            TestSp.BaseUrl,
            app.Clock.GetUtcNow()
        );
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(app, reference, "SamlSp-Operator", foreign)).StatusCode);
        var other = OperatorToken.Create(key, SignInTraceEndpoint.Purpose, "ABCDE-23456", TestSp.BaseUrl, app.Clock.GetUtcNow());
        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(app, reference, "SamlSp-Operator", other)).StatusCode);
    }

    [Theory]
    [InlineData("contoso", "reader", HttpStatusCode.OK)]
    [InlineData("contoso", "owner", HttpStatusCode.OK)]
    [InlineData("contoso", null, HttpStatusCode.NotFound)]
    [InlineData("fabrikam", "owner", HttpStatusCode.NotFound)]
    public async Task SignInTraceEndpoint_User_NeedsARoleInTheOrganization(string organization, string? role, HttpStatusCode status)
    {
        const string Group = "2f0a1d9e-0c63-4f1b-9d55-7b8d6d3a4c21";
        await using var app = await StartAsync(o =>
        {
            o.Organizations["fabrikam"] = new() { Roles = { ["owner"] = [Group] } };
            if (role is not null)
            {
                o.Organizations["contoso"].Roles[role] = [Group];
            }
        });
        var refused = app.Browser();
        var (id, relayState, _) = await refused.StartAsync("/Saml2/SignIn?organization=contoso");
        var reference = TestBrowser.Reference(
            await (
                await refused.PostAsync(TestIdp.Create().For("https://other.example").Answering(id), relayState)
            ).Content.ReadAsStringAsync()
        );
        await FlushAsync(app);

        var browser = app.Browser();
        (id, relayState, _) = await browser.StartAsync("/Saml2/SignIn?organization=" + organization);
        var idp = TestIdp.Create().Member().InGroups(Group).Answering(id);
        if (organization == "fabrikam")
        {
            idp = idp.Tenant(TestTenant.HomeId).SignWith(TestCertificates.IdpNext);
        }

        await browser.PostAsync(idp, relayState);
        Assert.Contains(TestBrowser.SessionCookie, browser.Cookies.Keys);
        Assert.Equal(status, (await browser.GetAsync("/session/sign-ins/" + reference, "application/json")).StatusCode);
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (await app.Browser().GetAsync("/session/sign-ins/" + reference, "application/json")).StatusCode
        );
    }

    private static ISignInTraceStore Store(TestApp app) => app.Services.GetRequiredService<ISignInTraceStore>();

    private static async Task FlushAsync(TestApp app)
    {
        for (var i = 0; i < 20; i++)
        {
            await app.Services.GetRequiredService<SignInTraceWriter>().FlushAsync(default);
        }
    }

    private static async Task<IReadOnlyList<SignInTraceEntry>> ListAsync(TestApp app)
    {
        await FlushAsync(app);
        return await Store(app).ListAsync(new() { Organization = "contoso" }, default);
    }

    private static Task<HttpResponseMessage> GetAsync(TestApp app, string reference, string scheme, string proof)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/session/sign-ins/" + reference);
        request.Headers.Authorization = new AuthenticationHeaderValue(scheme, proof);
        return app.Browser().SendAsync(request, "application/json");
    }

    private Task<TestApp> StartAsync(Action<SamlSpOptions>? configure = null) =>
        TestApp.StartAsync(o =>
        {
            o.Certificates.Directory = _certificates;
            configure?.Invoke(o);
        });
}
