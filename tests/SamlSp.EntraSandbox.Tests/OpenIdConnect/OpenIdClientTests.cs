using System.Net;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>Clients without a secret, other ways for the request, userinfo, and logout by the tenant, at the sandbox.</summary>
public sealed class OpenIdClientTests
{
    [Fact]
    public async Task PrivateKeyJwt_CertificateOfTheRegistration_SignsInAndAnotherOneDoesNot()
    {
        await using var app = await OpenIdApp.StartAsync(ByKey, registration: Registered);
        using var browser = app.NewBrowser();
        Assert.Equal("/there", (await browser.SignInAsync()).Location);

        await using var other = await OpenIdApp.StartAsync(
            ByKey,
            registration: client => client with { Certificates = () => [TestCertificates.Untrusted] }
        );
        using var refused = other.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await refused.SignInAsync()).Status);
        var (code, reason) = Assert.Single(other.Refusals);
        Assert.Equal("token_request_failed", code);
        Assert.Contains("AADSTS700027", reason, StringComparison.Ordinal);
    }

    /// <summary>What the sandbox refuses, Entra refuses: the assertion is for one address, of now, and used once.</summary>
    [Theory]
    [InlineData("client_assertion", "AADSTS700027")]
    [InlineData("client_assertion_type", "AADSTS50027")]
    [InlineData("client_id", "AADSTS700016")]
    public async Task PrivateKeyJwt_ChangedOnTheWay_IsRefusedByTheTenant(string field, string number)
    {
        await using var app = await OpenIdApp.StartAsync(ByKey, registration: Registered);
        using var browser = app.NewBrowser();
        app.Backchannel.Change = form =>
        {
            var text = form[field].ToCharArray();
            text[^10] = text[^10] == 'a' ? 'b' : 'a';
            form[field] = new(text);
            return form;
        };
        await browser.SignInAsync();
        Assert.Contains(number, Assert.Single(app.Refusals).Reason, StringComparison.Ordinal);
        app.Backchannel.Change = null;
        using var unchanged = app.NewBrowser();
        Assert.Equal("/there", (await unchanged.SignInAsync()).Location);
    }

    [Fact]
    public async Task PrivateKeyJwt_AssertionOfAnEarlierRequest_IsRefusedByTheTenant()
    {
        await using var app = await OpenIdApp.StartAsync(ByKey, registration: Registered);
        using var browser = app.NewBrowser();
        string? first = null;
        app.Backchannel.Change = form =>
        {
            first ??= form["client_assertion"];
            form["client_assertion"] = first;
            return form;
        };
        Assert.Equal("/there", (await browser.SignInAsync()).Location);
        using var second = app.NewBrowser();
        await second.SignInAsync();
        Assert.Contains("AADSTS700025", Assert.Single(app.Refusals).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task Request_PushedAndSigned_SignsIn(bool pushed, bool signed)
    {
        await using var app = await OpenIdApp.StartAsync(
            ByKey,
            registration: Registered,
            sandboxOptions: sandbox =>
            {
                (sandbox.PushedRequests, sandbox.RequirePushedRequests) = (pushed, pushed);
                (sandbox.SignedRequests, sandbox.RequireSignedRequests) = (signed, signed);
            }
        );
        using var browser = app.NewBrowser();
        var request = (await browser.GetAsync(OpenIdBrowser.Start)).Location;
        Assert.Equal(pushed, OpenIdBrowser.Parameter(request, "request_uri").Length > 0);
        Assert.Equal(signed && !pushed, OpenIdBrowser.Parameter(request, "request").Length > 0);
        Assert.Empty(OpenIdBrowser.Parameter(request, "nonce"));
        Assert.Equal("/there", (await browser.SignInAsync("charlie", OpenIdBrowser.Start + "&reauthenticate=true")).Location);
        Assert.NotNull(await browser.SessionAsync());
    }

    [Fact]
    public async Task UserInfo_TenantThatIsNotEntra_IsAskedForWhatIsMissing()
    {
        await using var app = await OpenIdApp.StartAsync(Other, sandboxOptions: BeyondEntra);
        using var browser = app.NewBrowser();
        Assert.Equal("/there", (await browser.SignInAsync()).Location);
        Assert.Equal("alice@example.com", (await browser.SessionAsync())!.Value.GetProperty("nameId").GetString());
        Assert.Contains("userinfo", app.Backchannel.Asked);

        await using var mixed = await OpenIdApp.StartAsync(
            Other,
            sandboxOptions: sandbox =>
            {
                BeyondEntra(sandbox);
                sandbox.OtherSubjectAtUserInfo = true;
            }
        );
        using var refused = mixed.NewBrowser();
        Assert.Equal(HttpStatusCode.Forbidden, (await refused.SignInAsync()).Status);
        Assert.Equal("userinfo_subject_mismatch", Assert.Single(mixed.Refusals).Code);
    }

    [Fact]
    public async Task UserInfo_Entra_IsNotAsked()
    {
        await using var app = await OpenIdApp.StartAsync(sandboxOptions: sandbox => sandbox.ClaimsAtUserInfoOnly = true);
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        Assert.DoesNotContain("userinfo", app.Backchannel.Asked);
    }

    /// <summary>The sandbox posts a logout token; no browser has a part in it.</summary>
    [Fact]
    public async Task BackchannelLogout_SignOutAtTheTenant_EndsTheSessionHere()
    {
        await using var app = await OpenIdApp.StartAsync(registration: client =>
            client with
            {
                BackchannelLogoutUrl = Sandbox.Host + "/auth/oidc/backchannel-logout",
            }
        );
        using var browser = app.NewBrowser();
        using var other = app.NewBrowser();
        await browser.SignInAsync();
        await other.SignInAsync();
        await SignOutAtTheTenantAsync(app, browser);
        Assert.Null(await browser.SessionAsync());
        Assert.NotNull(await other.SessionAsync());
        Assert.Empty(app.Refusals);
    }

    /// <summary>As Entra does it: a frame with <c>sid</c> alone, which brings no cookie along.</summary>
    [Fact]
    public async Task FrontchannelLogout_FrameOfTheTenantsPage_EndsTheSessionHere()
    {
        await using var app = await OpenIdApp.StartAsync(registration: client =>
            client with
            {
                FrontchannelLogoutUrl = Sandbox.Host + "/auth/oidc/frontchannel-logout/contoso",
            }
        );
        using var browser = app.NewBrowser();
        await browser.SignInAsync();
        var page = await SignOutAtTheTenantAsync(app, browser);
        var frame = Assert.Single(page.Document!.QuerySelectorAll("iframe")).GetAttribute("src")!;
        Assert.Matches("/auth/oidc/frontchannel-logout/contoso[?]sid=[0-9a-f-]{36}$", frame);
        Assert.NotNull(await browser.SessionAsync());
        using var inFrame = app.NewBrowser();
        Assert.Equal(HttpStatusCode.OK, (await inFrame.GetAsync(frame)).Status);
        Assert.Null(await browser.SessionAsync());
    }

    private static async Task<BrowserPage> SignOutAtTheTenantAsync(OpenIdApp app, Browser browser)
    {
        var address = new Uri(app.Tenant.TokenUrl.Replace("/oauth2/v2.0/token", "/signout", StringComparison.Ordinal)).AbsolutePath;
        return await browser.PostAsync(address);
    }

    private static void ByKey(OrganizationOptions organization)
    {
        organization.Connection.ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt;
        organization.Connection.ClientSecret = null;
    }

    private static SandboxClient Registered(SandboxClient client) => client with { Certificates = () => [TestCertificates.Sp] };

    private static void BeyondEntra(SandboxOpenIdOptions sandbox) => (sandbox.OwnIssuer, sandbox.ClaimsAtUserInfoOnly) = (true, true);

    /// <summary>Not Entra: a subject for a key, and an address for the name.</summary>
    private static void Other(OrganizationOptions organization)
    {
        organization.KeyClaim = "sub";
        organization.TenantDomain = null;
        organization.NameId.Conditions =
        [
            new()
            {
                UserType = "any",
                Source = "attribute",
                Attribute = "user.mail",
            },
        ];
    }
}
