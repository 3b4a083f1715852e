using System.Net;
using System.Text.Json.Nodes;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>L08, and one user in both orders: what provisioning does to sign-ins and sessions.</summary>
public sealed class LifeCycleTests
{
    private static string Charlie =>
        $$"""
            {"userName":"charlie_altostrat.com@example.com","externalId":"{{TestUsers.Charlie.ObjectId}}","active":true,"displayName":"Charlie","emails":[{"value":"charlie@altostrat.com","type":"work"}],
            "urn:ietf:params:scim:schemas:extension:samlsp:2.0:User":{"orgUnitPath":"/guests","userType":"Guest","originalUserPrincipalName":"charlie_altostrat.com#EXT#@contoso.onmicrosoft.com"} }
            """;

    // L08
    [Theory]
    [InlineData("""[{"op":"Replace","path":"active","value":"False"}]""")]
    [InlineData("""[{"op":"replace","value":{"active":false}}]""")]
    public async Task Disable_SignedInUser_EndsSessionAndRefusesSignIn(string operations)
    {
        await using var app = await ScimApp.StartAsync();
        var created = await app.PostAsync("Users", Charlie);
        var (status, cookie) = await app.SignInAsync(idp => idp.EntraGuest());
        Assert.Equal(HttpStatusCode.SeeOther, status);
        var session = (await app.SessionAsync(cookie))!;
        Assert.Equal("/guests", session["orgUnit"]!.GetValue<string>());

        await app.PatchAsync("Users/" + created.Id, operations);
        Assert.Null(await app.SessionAsync(cookie));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.SignInAsync(idp => idp.Member())).Status);

        await app.PatchAsync("Users/" + created.Id, """[{"op":"Replace","path":"active","value":"True"}]""");
        Assert.Null(await app.SessionAsync(cookie));
        Assert.Equal(HttpStatusCode.SeeOther, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
    }

    [Theory]
    [InlineData(UnknownOrgUnits.Refuse, "/nowhere", 400)]
    [InlineData(UnknownOrgUnits.Refuse, "/guests", 201)]
    [InlineData(UnknownOrgUnits.Create, "/nowhere", 201)]
    public async Task UnknownOrgUnit_OrganizationSetting_CreatesOrRefuses(UnknownOrgUnits unknown, string path, int status)
    {
        await using var app = await ScimApp.StartAsync(o => o.UnknownOrgUnits = unknown);
        var answer = await app.PostAsync(
            "Users",
            $$"""{"userName":"alice@example.com","urn:ietf:params:scim:schemas:extension:samlsp:2.0:User":{"orgUnitPath":"{{path}}"} }"""
        );
        Assert.Equal(status, (int)answer.Status);
    }

    // L08
    [Fact]
    public async Task Delete_SignedInUser_EndsSessionAndNextSignInIsNew()
    {
        await using var app = await ScimApp.StartAsync();
        var created = await app.PostAsync("Users", Charlie);
        var (_, cookie) = await app.SignInAsync(idp => idp.EntraGuest());
        Assert.Equal(HttpStatusCode.NoContent, (await app.DeleteAsync("Users/" + created.Id)).Status);
        Assert.Null(await app.SessionAsync(cookie));
        Assert.Equal(HttpStatusCode.SeeOther, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
        var anew = await app.FindAsync($"externalId eq \"{TestUsers.Charlie.ObjectId}\"");
        Assert.NotEqual(created.Id, Assert.Single(anew.Resources)["id"]!.GetValue<string>());
    }

    // L08
    [Fact]
    public async Task Delete_RefuseDeletedSetting_RefusesSignInUntilProvisionedAgain()
    {
        await using var app = await ScimApp.StartAsync(o => o.RefuseDeleted = true);
        var created = await app.PostAsync("Users", Charlie);
        await app.SignInAsync(idp => idp.EntraGuest());
        await app.DeleteAsync("Users/" + created.Id);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await app.GetAsync("Users/" + created.Id)).Status);

        // Assigned again, so the user may sign in again.
        Assert.Equal(HttpStatusCode.Created, (await app.PostAsync("Users", Charlie)).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
    }

    [Fact]
    public async Task User_SignInThenProvisioning_IsOneUser()
    {
        await using var app = await ScimApp.StartAsync();
        await app.SignInAsync(idp => idp.EntraGuest());
        var shown = await app.FindAsync($"externalId eq \"{TestUsers.Charlie.ObjectId}\"");
        Assert.Equal("charlie_altostrat.com@example.com", shown.Text("Resources/0/userName"));
        Assert.Equal(TestUsers.Charlie.ObjectId, shown.Text("Resources/0/externalId"));
        Assert.Equal(1, (await app.FindAsync("userName eq \"CHARLIE_altostrat.com@example.com\"")).Total);

        var created = await app.PostAsync(
            "Users",
            Charlie.Replace(TestUsers.Charlie.ObjectId, TestUsers.Charlie.ObjectId.ToUpperInvariant(), StringComparison.Ordinal)
        );
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(shown.Text("Resources/0/id"), created.Id);
        Assert.Equal(1, (await app.GetAsync("Users")).Total);
        Assert.Contains(await app.LogAsync(), e => e.Details!.Contains("joined", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync("Users", Charlie)).Status);
    }

    [Fact]
    public async Task User_ProvisioningThenSignIn_IsOneUser()
    {
        await using var app = await ScimApp.StartAsync(o => o.JustInTime = false);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
        var created = await app.PostAsync("Users", Charlie);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
        Assert.Equal(created.Id, Assert.Single((await app.GetAsync("Users")).Resources)["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task UserName_SetByProvisioning_StaysAfterSignIn()
    {
        await using var app = await ScimApp.StartAsync();
        var created = await app.PostAsync("Users", $$"""{"userName":"other-name","externalId":"{{TestUsers.Alice.ObjectId}}"}""");
        await app.SignInAsync(idp => idp.Member());
        Assert.Equal(created.Id, (await app.FindAsync("userName eq \"other-name\"")).Text("Resources/0/id"));
        Assert.Equal(0, (await app.FindAsync("userName eq \"alice@example.com\"")).Total);

        // No other user signs in under that name.
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await app.PostAsync("Users", $$"""{"userName":"alice@example.com","externalId":"{{Guid.NewGuid()}}"}""")).Status
        );
    }

    [Fact]
    public async Task OrgUnit_SetByProvisioning_StaysAndChangeEndsSessions()
    {
        await using var app = await ScimApp.StartAsync();
        var created = await app.PostAsync(
            "Users",
            $$"""{"userName":"alice@example.com","externalId":"{{TestUsers.Alice.ObjectId}}","urn:ietf:params:scim:schemas:extension:samlsp:2.0:User":{"orgUnitPath":"/guests"} }"""
        );
        var (_, cookie) = await app.SignInAsync(idp => idp.Member());
        Assert.Equal("/guests", (await app.SessionAsync(cookie))!["orgUnit"]!.GetValue<string>());
        await app.PatchAsync(
            "Users/" + created.Id,
            """[{"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:orgUnitPath","value":"/"}]"""
        );
        Assert.Null(await app.SessionAsync(cookie));
        (_, cookie) = await app.SignInAsync(idp => idp.Member());
        Assert.Equal("/", (await app.SessionAsync(cookie))!["orgUnit"]!.GetValue<string>());
    }

    [Fact]
    public async Task GroupMembership_MappedToARole_GrantsAndRevokesIt()
    {
        await using var app = await ScimApp.StartAsync();
        var user = await app.PostAsync("Users", Charlie);
        var (_, cookie) = await app.SignInAsync(idp => idp.EntraGuest());
        Assert.Empty((await app.SessionAsync(cookie))!["roles"]!.AsArray());

        var group = await app.PostAsync("Groups", $$"""{"displayName":"Readers","externalId":"{{ScimApp.ReaderGroup}}"}""");
        var plain = await app.PostAsync("Groups", """{"displayName":"Plain","externalId":"x"}""");
        await app.PatchAsync("Groups/" + plain.Id, $$"""[{"op":"Add","path":"members","value":[{"value":"{{user.Id}}"}]}]""");
        Assert.NotNull(await app.SessionAsync(cookie));
        await app.PatchAsync("Groups/" + group.Id, $$"""[{"op":"Add","path":"members","value":[{"value":"{{user.Id}}"}]}]""");
        Assert.Null(await app.SessionAsync(cookie));
        (_, cookie) = await app.SignInAsync(idp => idp.EntraGuest());
        Assert.Equal("reader", Assert.Single((await app.SessionAsync(cookie))!["roles"]!.AsArray())!.GetValue<string>());

        await app.PatchAsync("Groups/" + group.Id, $$"""[{"op":"remove","path":"members[value eq \"{{user.Id}}\"]"}]""");
        Assert.Null(await app.SessionAsync(cookie));
        (_, cookie) = await app.SignInAsync(idp => idp.EntraGuest());
        Assert.Empty((await app.SessionAsync(cookie))!["roles"]!.AsArray());
    }

    [Fact]
    public async Task ProvisioningLog_EachRequest_NamesWhatChangedWithoutValues()
    {
        await using var app = await ScimApp.StartAsync();
        var user = await app.PostAsync("Users", Charlie);
        await app.PatchAsync(
            "Users/" + user.Id,
            """[{"op":"Replace","path":"title","value":"secret title"},{"op":"Replace","path":"active","value":"False"}]"""
        );
        await app.PatchAsync("Users/" + user.Id, """[{"op":"Replace","path":"active","value":"maybe"}]""");
        await app.GetAsync("Users/" + user.Id);
        await app.GetAsync("Users", token: "wrong");
        await app.DeleteAsync("Users/" + user.Id);
        var log = (await app.LogAsync()).OrderBy(e => e.Number).Select(e => (e.Code, JsonNode.Parse(e.Details!)!.AsObject())).ToList();
        Assert.Contains(
            log,
            l =>
                l is { Code: "ok" }
                && l.Item2["method"]!.GetValue<string>() == "POST"
                && l.Item2["credential"]!.GetValue<string>() == "settings"
        );
        Assert.Contains(
            log,
            l =>
                l.Item2["changed"]?.ToJsonString() == "[\"active\",\"title\"]"
                || l.Item2["changed"]?.ToJsonString() == "[\"title\",\"active\"]"
        );
        Assert.Contains(log, l => l.Code == "invalidValue" && l.Item2["method"]!.GetValue<string>() == "PATCH");
        Assert.Contains(log, l => l.Code == "ok" && l.Item2["method"]!.GetValue<string>() == "GET");
        Assert.Contains(log, l => l.Code == "status_401");
        Assert.Contains(log, l => l.Item2["method"]!.GetValue<string>() == "DELETE" && l.Item2["status"]!.GetValue<int>() == 204);
        Assert.DoesNotContain(log, l => l.Item2.ToJsonString().Contains("secret title", StringComparison.Ordinal));
    }
}
