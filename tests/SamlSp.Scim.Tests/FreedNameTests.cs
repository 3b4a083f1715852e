using System.Net;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>The directory's newest statement about a name counts more than a past sign-in; two active users never share a name.</summary>
public sealed class FreedNameTests
{
    private static readonly string AliceId = TestUsers.Alice.ObjectId;
    private static readonly string NewId = "7d0f1c1e-4c5b-4d0e-9a53-0c8f5f0b6a11";

    /// <summary>Entra's soft delete, in one request and in two.</summary>
    public static TheoryData<string[]> SoftDeletes =>
        new()
        {
            new[] { """{"op":"Replace","path":"userName","value":"{name}"},{"op":"Replace","path":"active","value":"False"}""" },
            new[] { """{"op":"replace","value":{"active":false,"userName":"{name}"}}""" },
            new[] { """{"op":"Replace","path":"userName","value":"{name}"}""", """{"op":"Replace","path":"active","value":"False"}""" },
            new[] { """{"op":"Replace","path":"active","value":"False"}""", """{"op":"Replace","path":"userName","value":"{name}"}""" },
        };

    [Theory]
    [MemberData(nameof(SoftDeletes))]
    public async Task SoftDelete_MemberWithTheSameNameArrives_IsCreatedAndSignsIn(string[] requests)
    {
        await using var app = await ScimApp.StartAsync();
        var old = await app.PostAsync("Users", User("alice@example.com", AliceId));
        var (_, cookie) = await app.SignInAsync(idp => idp.Member());
        await SoftDeleteAsync(app, old.Id, AliceId, "alice@example.com", requests);
        Assert.Null(await app.SessionAsync(cookie));
        Assert.Equal(0, (await app.FindAsync("userName eq \"alice@example.com\"")).Total);

        var created = await app.PostAsync("Users", User("alice@example.com", NewId));
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.NotEqual(old.Id, created.Id);
        var next = await app.SignInAsync(idp => idp.User(TestUsers.Alice with { ObjectId = NewId }));
        Assert.Equal(HttpStatusCode.SeeOther, next.Status);
        Assert.Equal("alice@example.com", (await app.SessionAsync(next.Cookie))!["nameId"]!.GetValue<string>());

        // The deleted user stays out, and would have to come back under another name.
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.Member())).Status);
        await app.PatchAsync("Users/" + old.Id, """[{"op":"Replace","path":"active","value":"True"}]""");
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.Member())).Status);
        Assert.NotNull(await app.SessionAsync(next.Cookie));
    }

    [Theory]
    [MemberData(nameof(SoftDeletes))]
    public async Task SoftDelete_GuestInvitedAgainWithTheSameNameId_SignsIn(string[] requests)
    {
        // A guest's NameID is derived, and differs from the userName.
        await using var app = await ScimApp.StartAsync();
        var old = await app.PostAsync("Users", User("charlie@altostrat.com", TestUsers.Charlie.ObjectId));
        var (_, cookie) = await app.SignInAsync(idp => idp.EntraGuest());
        Assert.Equal("charlie_altostrat.com@example.com", (await app.SessionAsync(cookie))!["nameId"]!.GetValue<string>());
        await SoftDeleteAsync(app, old.Id, TestUsers.Charlie.ObjectId, "charlie@altostrat.com", requests);

        Assert.Equal(HttpStatusCode.Created, (await app.PostAsync("Users", User("charlie@altostrat.com", NewId))).Status);
        var next = await app.SignInAsync(idp => idp.User(TestUsers.Charlie with { ObjectId = NewId }));
        Assert.Equal(HttpStatusCode.SeeOther, next.Status);
        Assert.Equal("charlie_altostrat.com@example.com", (await app.SessionAsync(next.Cookie))!["nameId"]!.GetValue<string>());
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.EntraGuest())).Status);
    }

    [Fact]
    public async Task Rename_AnotherUserGetsTheOldName_BothSignInUnderTheirOwn()
    {
        await using var app = await ScimApp.StartAsync();
        var renamed = await app.PostAsync("Users", User("alice@example.com", AliceId));
        var (_, cookie) = await app.SignInAsync(idp => idp.Member());
        await RenameAsync(app, renamed.Id, "alicia@example.com");
        Assert.Null(await app.SessionAsync(cookie));

        Assert.Equal(HttpStatusCode.Created, (await app.PostAsync("Users", User("alice@example.com", NewId))).Status);
        Assert.Equal(HttpStatusCode.SeeOther, (await app.SignInAsync(idp => idp.User(TestUsers.Alice with { ObjectId = NewId }))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.Member())).Status);
        var (status, own) = await app.SignInAsync(idp => idp.User(TestUsers.Member("alicia") with { ObjectId = AliceId }));
        Assert.Equal(HttpStatusCode.SeeOther, status);
        Assert.Equal("alicia@example.com", (await app.SessionAsync(own))!["nameId"]!.GetValue<string>());
    }

    [Fact]
    public async Task Rename_IdentityProviderKeepsTheOldName_SignInIsAccepted()
    {
        await using var app = await ScimApp.StartAsync();
        var renamed = await app.PostAsync("Users", User("alice@example.com", AliceId));
        await app.SignInAsync(idp => idp.Member());
        await RenameAsync(app, renamed.Id, "alicia@example.com");
        Assert.Equal(HttpStatusCode.SeeOther, (await app.SignInAsync(idp => idp.Member())).Status);
        Assert.Equal(renamed.Id, Assert.Single((await app.GetAsync("Users")).Resources)["id"]!.GetValue<string>());

        // By that sign-in the name is taken again.
        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync("Users", User("alice@example.com", NewId))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.User(TestUsers.Alice with { ObjectId = NewId }))).Status);
    }

    [Theory]
    [InlineData("""[{"op":"Replace","path":"active","value":"False"}]""")]
    [InlineData("""[{"op":"Replace","path":"title","value":"T"}]""")]
    public async Task NameOfAUser_NotGivenUpByTheDirectory_IsNotTakenByAnother(string operations)
    {
        await using var app = await ScimApp.StartAsync();
        var alice = await app.PostAsync("Users", User("alice@example.com", AliceId));
        await app.SignInAsync(idp => idp.Member());
        await app.PatchAsync("Users/" + alice.Id, operations);

        Assert.Equal(HttpStatusCode.Conflict, (await app.PostAsync("Users", User("alice@example.com", NewId))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.User(TestUsers.Alice with { ObjectId = NewId }))).Status);
        Assert.Equal(1, (await app.GetAsync("Users")).Total);
    }

    [Theory]
    [InlineData(true, HttpStatusCode.Created)]
    [InlineData(false, HttpStatusCode.Conflict)]
    public async Task Rename_ToTheNameOfAPastSignIn_IsDoneOnlyWhenThatUserIsInactive(bool inactive, HttpStatusCode status)
    {
        await using var app = await ScimApp.StartAsync();
        var charlie = await app.PostAsync("Users", User("charlie@altostrat.com", TestUsers.Charlie.ObjectId));
        await app.SignInAsync(idp => idp.EntraGuest());
        await app.PatchAsync("Users/" + charlie.Id, $$"""[{"op":"Replace","path":"active","value":"{{!inactive}}"}]""");

        Assert.Equal(status, (await app.PostAsync("Users", User("charlie_altostrat.com@example.com", NewId))).Status);
        await app.PatchAsync("Users/" + charlie.Id, """[{"op":"Replace","path":"active","value":"True"}]""");
        var again = await app.SignInAsync(idp => idp.EntraGuest());
        Assert.Equal(inactive ? HttpStatusCode.Forbidden : HttpStatusCode.SeeOther, again.Status);
    }

    private static async Task SoftDeleteAsync(ScimApp app, string id, string objectId, string name, string[] requests)
    {
        foreach (var request in requests)
        {
            var operations = request.Replace(
                "{name}",
                objectId.Replace("-", "", StringComparison.Ordinal) + name,
                StringComparison.Ordinal
            );
            Assert.Equal(HttpStatusCode.OK, (await app.PatchAsync("Users/" + id, $"[{operations}]")).Status);
        }
    }

    private static async Task RenameAsync(ScimApp app, string id, string name) =>
        Assert.Equal(
            HttpStatusCode.OK,
            (await app.PatchAsync("Users/" + id, $$"""[{"op":"Replace","path":"userName","value":"{{name}}"}]""")).Status
        );

    private static string User(string name, string objectId) =>
        $$"""{"userName":"{{name}}","externalId":"{{objectId}}","active":true,"emails":[{"value":"{{name}}","type":"work"}]}""";
}
