using System.Net;
using System.Xml.Linq;
using SamlSp.Claims;
using SamlSp.Protocol;
using SamlSp.Testing;
using static SamlSp.Testing.EntraClaims;

namespace SamlSp.EntraSandbox.Tests;

public class SignInTests
{
    [Theory]
    [InlineData("alice", "alice@example.com", "https://sts.windows.net/" + TestTenant.Id + "/", "alice@example.com", "/")]
    [InlineData(
        "charlie",
        "charlie@altostrat.com",
        "https://sts.windows.net/" + TestTenant.HomeId + "/",
        "charlie_altostrat.com@example.com",
        "/guests"
    )]
    [InlineData("user", "user_hotmail.com#EXT#@contoso.onmicrosoft.com", "live.com", "user_hotmail.com@example.com", "/guests")]
    public async Task SandboxSignIn_EachUserType_HasClaimsAsFromEntra(
        string user,
        string nameId,
        string identityProvider,
        string resolved,
        string orgUnit
    )
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var assertion = sandbox.Verify(await sandbox.SignInAsync(request, user), request.Id).Assertion!;
        Assert.Equal(new NameId(nameId, NameIdFormats.EmailAddress), assertion.NameId);
        Assert.Equal([identityProvider], assertion.Attributes[IdentityProvider]);
        Assert.Equal([nameId], assertion.Attributes[Name]);
        Assert.Equal([TestTenant.Id], assertion.Attributes[TenantId]);
        Assert.Equal([sandbox.Tenant.Users.Single(u => u.Id == user).ObjectId], assertion.Attributes[ObjectId]);
        Assert.Equal(2, assertion.Attributes[Groups].Count);
        Assert.Equal([PasswordMethod], assertion.Attributes[AuthnMethods]);
        Assert.False(assertion.Attributes.ContainsKey(Acct));

        Assert.True(
            IdentityResolver.TryCreate(
                new() { TenantDomain = TestTenant.Domain, PrimaryDomain = TestTenant.PrimaryDomain },
                out var resolver,
                out _
            )
        );
        var identity = resolver
            .Resolve(
                new()
                {
                    Issuer = assertion.Issuer,
                    NameId = assertion.NameId.Value,
                    NameIdFormat = assertion.NameId.Format,
                    Claims = assertion.Attributes,
                },
                sandbox.Clock
            )
            .Identity!;
        Assert.Equal((resolved, orgUnit), (identity.NameId, identity.OrgUnitPath));
    }

    [Theory]
    [InlineData("alice", "alice@example.com")]
    [InlineData("charlie", "charlie_altostrat.com@example.com")]
    [InlineData("user", "user_hotmail.com@example.com")]
    public async Task NameId_TransformedOption_IsTransformed(string user, string nameId)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var page = await sandbox.SignInAsync(request, user, ("nameid", "Transformed"));
        Assert.Equal(nameId, sandbox.Verify(page, request.Id).Assertion!.NameId.Value);
    }

    [Fact]
    public async Task NameId_TransformationWithoutValue_IsPairwise()
    {
        await using var sandbox = await Sandbox.StartAsync(o =>
            o.NameIdConditions = [
                new()
                {
                    UserType = "members",
                    Source = "attribute",
                    Attribute = "user.mail",
                },
            ]
        );
        var request = sandbox.Request();
        var nameId = sandbox.Verify(await sandbox.SignInAsync(request, "charlie", ("nameid", "Transformed")), request.Id).Assertion!.NameId;
        Assert.Equal(NameIdFormats.Persistent, nameId.Format);
        Assert.DoesNotContain('@', nameId.Value);
    }

    [Theory]
    [InlineData(NameIdFormats.Persistent)]
    [InlineData(NameIdFormats.Transient)]
    [InlineData(NameIdFormats.EmailAddress)]
    [InlineData(NameIdFormats.Unspecified)]
    public async Task NameId_RequestedFormat_ComesFirst(string format)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request() with { NameIdFormat = format };
        var first = sandbox.Verify(await sandbox.SignInAsync(request), request.Id).Assertion!.NameId;
        request = sandbox.Request() with { NameIdFormat = format };
        var second = sandbox.Verify(await sandbox.SendAsync(request), request.Id).Assertion!.NameId;
        Assert.Equal(format, first.Format);
        Assert.Equal(format != NameIdFormats.Transient, first.Value == second.Value);
        Assert.Equal(format is NameIdFormats.EmailAddress or NameIdFormats.Unspecified, first.Value == "alice@example.com");
    }

    [Theory]
    [InlineData("Assertion", "None", SignedPart.Assertion)]
    [InlineData("Response", "None", SignedPart.Response)]
    [InlineData("Both", "None", SignedPart.Both)]
    [InlineData("Assertion", "Aes256Cbc", SignedPart.Assertion)]
    [InlineData("Response", "Aes256Cbc", SignedPart.Response)]
    [InlineData("Both", "Aes256Cbc", SignedPart.Both)]
    [InlineData("Assertion", "Aes256Gcm", SignedPart.Assertion)]
    [InlineData("Both", "Aes256Gcm", SignedPart.Both)]
    public async Task Response_EachSigningAndEncryptionOption_Verifies(string signing, string encryption, SignedPart signed)
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var result = sandbox.Verify(
            await sandbox.SignInAsync(request, "alice", ("signing", signing), ("encryption", encryption)),
            request.Id
        );
        Assert.True(result.Accepted, result.Refusal?.Message);
        Assert.Equal((signed, encryption != "None"), (result.Assertion.Signed, result.Assertion.Encrypted));
    }

    [Fact]
    public async Task Assertion_OfTheSandbox_HasTheContentOfEntra()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var page = await sandbox.SignInAsync(request);
        var response = XElement.Parse(page.ResponseXml);
        XNamespace saml = "urn:oasis:names:tc:SAML:2.0:assertion";
        var assertion = response.Element(saml + "Assertion")!;
        Assert.Equal(TestTenant.Issuer, response.Element(saml + "Issuer")!.Value);
        Assert.Equal(TestTenant.Issuer, assertion.Element(saml + "Issuer")!.Value);
        Assert.Equal(TestSp.AcsUrl, response.Attribute("Destination")!.Value);
        Assert.Equal(request.Id, response.Attribute("InResponseTo")!.Value);
        var data = assertion.Descendants(saml + "SubjectConfirmationData").Single();
        Assert.Equal(
            (request.Id, TestSp.AcsUrl, "2026-11-22T07:00:00.000Z"),
            (data.Attribute("InResponseTo")!.Value, data.Attribute("Recipient")!.Value, data.Attribute("NotOnOrAfter")!.Value)
        );
        var conditions = assertion.Element(saml + "Conditions")!;
        Assert.Equal(
            ("2026-11-22T05:55:00.000Z", "2026-11-22T07:00:00.000Z"),
            (conditions.Attribute("NotBefore")!.Value, conditions.Attribute("NotOnOrAfter")!.Value)
        );
        var statement = assertion.Element(saml + "AuthnStatement")!;
        Assert.Equal(assertion.Attribute("ID")!.Value, statement.Attribute("SessionIndex")!.Value);
        Assert.Null(statement.Attribute("SessionNotOnOrAfter"));
        Assert.All(assertion.Descendants(saml + "Attribute"), a => Assert.Equal(["Name"], a.Attributes().Select(x => x.Name.LocalName)));
        Assert.Single(assertion.Descendants(XName.Get("X509Certificate", "http://www.w3.org/2000/09/xmldsig#")));
        Assert.Equal((TestSp.AcsUrl, "rs 1"), (page.Form().Action, page.Field("RelayState")));
    }

    [Fact]
    public async Task Claims_OptionsOfThePage_AreFollowed()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var claims = sandbox
            .Verify(await sandbox.SignInAsync(request, "charlie", ("overage", "true"), ("acct", "true"), ("mfa", "true")), request.Id)
            .Assertion!.Attributes;
        Assert.Equal(["1"], claims[Acct]);
        Assert.Equal([PasswordMethod, MultipleAuthn], claims[AuthnMethods]);
        Assert.False(claims.ContainsKey(Groups));
        Assert.StartsWith("https://graph.windows.net/" + TestTenant.Id, claims[GroupsLink].Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SandboxSession_SilentAnswer_KeepsItsAuthnInstantUntilForced()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var start = sandbox.Clock.GetUtcNow();
        await sandbox.SignInAsync(sandbox.Request());
        sandbox.Clock.Advance(TimeSpan.FromHours(3));
        var request = sandbox.Request();
        var silent = await sandbox.SendAsync(request);
        Assert.Equal(start, sandbox.Verify(silent, request.Id).Assertion!.AuthnInstant);

        request = sandbox.Request() with { ForceAuthn = true };
        var asked = await sandbox.SendAsync(request);
        Assert.Null(asked.Field("SAMLResponse"));
        Assert.Contains("sign in again", asked.Text, StringComparison.Ordinal);
        var fresh = await sandbox.Browser.PickAsync(asked, "alice");
        Assert.Equal(start.AddHours(3), sandbox.Verify(fresh.Response, request.Id, start.AddHours(3)).Assertion!.AuthnInstant);
    }

    [Fact]
    public async Task ForceAuthn_StaleAnswerChosen_IsTooOld()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request() with { ForceAuthn = true };
        var page = await sandbox.SignInAsync(request, "alice", ("age", "600"));
        Assert.Equal(TestClock.Now.AddHours(-10), sandbox.Verify(page, request.Id).Assertion!.AuthnInstant);
        Assert.Equal(RefusalCodes.AuthnTooOld, sandbox.Verify(page.Response, request.Id, TestClock.Now).Refusal!.Code);
    }

    [Fact]
    public async Task PassiveRequest_WithAndWithoutSession_IsAnsweredWithoutAPage()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request() with { IsPassive = true };
        var refusal = sandbox.Verify(await sandbox.SendAsync(request), request.Id).Refusal!;
        Assert.Equal(RefusalCodes.StatusNotSuccess, refusal.Code);
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:status:NoPassive", refusal.SubStatus);
        Assert.StartsWith("AADSTS50058: ", refusal.StatusMessage, StringComparison.Ordinal);

        await sandbox.SignInAsync(sandbox.Request());
        request = sandbox.Request() with { IsPassive = true };
        Assert.True(sandbox.Verify(await sandbox.SendAsync(request), request.Id).Accepted);
    }

    [Fact]
    public async Task LoginHint_SeveralAccounts_SelectsTheAccount()
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.SignInAsync(sandbox.Request());
        var page = await sandbox.SendAsync(sandbox.Request(), extra: "&login_hint=user%40hotmail.com");
        Assert.Equal("user", page.Document!.QuerySelector("button[autofocus]")!.GetAttribute("value"));
        Assert.NotNull((await sandbox.SendAsync(sandbox.Request(), extra: "&login_hint=alice%40example.com")).Field("SAMLResponse"));
        Assert.Null((await sandbox.SendAsync(sandbox.Request(), extra: "&prompt=select_account")).Field("SAMLResponse"));
    }

    [Fact]
    public async Task AuthnRequest_PostBinding_IsAccepted()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var request = sandbox.Request();
        var value = PostBinding.CreateFormValue(request.ToXml(), SigningKey.FromCertificate(TestCertificates.Sp));
        var asked = await sandbox.Browser.PostAsync(sandbox.Tenant.SignOnUrl, ("SAMLRequest", value), ("RelayState", "r"));
        var page = await sandbox.Browser.PickAsync(asked, "alice");
        Assert.True(sandbox.Verify(page, request.Id).Accepted);
        Assert.Equal("r", page.Field("RelayState"));
    }

    [Fact]
    public async Task MyApps_TileOpened_SendsAnUnsolicitedResponse()
    {
        await using var sandbox = await Sandbox.StartAsync();
        var apps = await sandbox.Browser.GetAsync("/sandbox/myapps");
        Assert.Equal(TestSp.BaseUrl + "/start", apps.Document!.QuerySelector(".tile .quiet")!.GetAttribute("href"));
        var asked = await sandbox.Browser.GetAsync(apps.Document!.QuerySelector(".tile .button")!.GetAttribute("href")!);
        var page = await sandbox.Browser.PickAsync(asked, "user");
        var assertion = sandbox.Verify(page, null).Assertion!;
        Assert.Null(assertion.InResponseTo);
        Assert.Null(page.Field("RelayState"));
        Assert.Contains("user@hotmail.com", (await sandbox.Browser.GetAsync("/sandbox/myapps")).Text, StringComparison.Ordinal);
        Assert.Equal("AADSTS700016", (await sandbox.Browser.GetAsync("/sandbox/launch?app=nobody")).Code);
    }

    [Fact]
    public async Task SwitchPage_AnotherAccountPicked_IsUsedForTheNextRequest()
    {
        await using var sandbox = await Sandbox.StartAsync();
        await sandbox.SignInAsync(sandbox.Request());
        var answer = await sandbox.Browser.PickAsync(await sandbox.Browser.GetAsync("/sandbox/switch"), "charlie");
        Assert.Equal((HttpStatusCode.SeeOther, "/sandbox/myapps"), (answer.Status, answer.Location));
        var request = sandbox.Request();
        Assert.Equal("charlie@altostrat.com", sandbox.Verify(await sandbox.SendAsync(request), request.Id).Assertion!.NameId.Value);
    }

    [Fact]
    public async Task Audience_EntityIdThatIsNoUri_IsAServicePrincipalName()
    {
        await using var sandbox = await Sandbox.StartAsync(o => o.ServiceProviders.Add(Sandbox.TestApp with { EntityId = "plain" }));
        var page = await sandbox.SignInAsync(sandbox.Request() with { Issuer = "plain" });
        Assert.Contains("<Audience>spn:plain</Audience>", page.ResponseXml, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_PostFromAnotherSite_IsForbidden()
    {
        await using var sandbox = await Sandbox.StartAsync();
        using var content = new FormUrlEncodedContent([KeyValuePair.Create("user", "alice")]);
        var url = $"/sandbox/{TestTenant.Id}/login";
        var refused = await sandbox.Browser.SendAsync(
            new(HttpMethod.Post, url) { Content = content, Headers = { { "Sec-Fetch-Site", "cross-site" } } }
        );
        Assert.Equal(HttpStatusCode.Forbidden, refused.Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await sandbox.Browser.PostAsync(url, ("user", "alice"))).Status);
    }
}
