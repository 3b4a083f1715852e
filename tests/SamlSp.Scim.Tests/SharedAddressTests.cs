using System.Net;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>E-mail addresses are chosen by strangers, and are no key: no collision of anything stops a deactivation.</summary>
public sealed class SharedAddressTests
{
    private const string Deactivate = """[{"op":"Replace","path":"active","value":"False"}]""";

    [Fact]
    public async Task Deactivate_GuestSignedInWithTheUsersAddress_EndsTheUsersSession()
    {
        await using var app = await ScimApp.StartAsync();
        var alice = await app.PostAsync(
            "Users",
            $$"""{"userName":"alice@example.com","externalId":"{{TestUsers.Alice.ObjectId}}","emails":[{"value":"alice@example.com","type":"work"}]}"""
        );
        var (_, cookie) = await app.SignInAsync(idp => idp.Member());
        Assert.NotNull(await app.SessionAsync(cookie));
        var guest = await app.SignInAsync(idp => idp.User(TestUsers.Charlie with { Mail = "alice@example.com" }));
        Assert.Equal(HttpStatusCode.SeeOther, guest.Status);

        Assert.Equal(HttpStatusCode.OK, (await app.PatchAsync("Users/" + alice.Id, Deactivate)).Status);
        Assert.Null(await app.SessionAsync(cookie));
        Assert.NotNull(await app.SessionAsync(guest.Cookie));
        Assert.Equal(HttpStatusCode.Forbidden, (await app.SignInAsync(idp => idp.Member())).Status);
    }

    [Theory]
    [InlineData("""[{"op":"Replace","path":"active","value":"False"}]""")]
    [InlineData("""[{"op":"Replace","path":"title","value":"T"}]""")]
    [InlineData("""[{"op":"replace","value":{"active":false,"name.givenName":"G"}}]""")]
    public async Task Patch_AddressOfAnotherUser_IsDone(string operations)
    {
        await using var app = await ScimApp.StartAsync();
        var first = await app.PostAsync("Users", User("first"));
        var second = await app.PostAsync("Users", User("second"));
        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.Created), (first.Status, second.Status));
        Assert.Equal(HttpStatusCode.OK, (await app.PatchAsync("Users/" + first.Id, operations)).Status);
        Assert.Equal(HttpStatusCode.OK, (await app.PatchAsync("Users/" + second.Id, operations)).Status);
        Assert.Equal(2, (await app.FindAsync("emails[type eq \"work\"].value eq \"SHARED@example.com\"")).Total);
        Assert.Equal(HttpStatusCode.NoContent, (await app.DeleteAsync("Users/" + first.Id)).Status);
        Assert.Equal(1, (await app.FindAsync("emails eq \"shared@example.com\"")).Total);
    }

    [Fact]
    public async Task Deactivate_ThousandUsersWithTenAddresses_AreAllDeactivated()
    {
        const int Users = 1000;
        await using var app = await ScimApp.StartAsync();
        await BulkAsync(
            app,
            Enumerable
                .Range(0, Users)
                .Select(i => $$"""{"method":"POST","path":"/Users","bulkId":"{{i}}","data":{{User("user" + i, $"shared{i % 10}")}} }"""),
            "201"
        );
        var ids = new List<string>();
        for (var start = 1; start <= Users; start += 100)
        {
            ids.AddRange((await app.GetAsync($"Users?startIndex={start}&count=100")).Resources.Select(u => u["id"]!.GetValue<string>()));
        }

        await BulkAsync(
            app,
            ids.Select(id => $$"""{"method":"PATCH","path":"/Users/{{id}}","data":{"Operations":{{Deactivate}} } }"""),
            "200"
        );
        Assert.Equal(Users, ids.Distinct().Count());
        Assert.Equal(0, (await app.FindAsync("active eq true")).Total);
        Assert.Equal(Users, (await app.FindAsync("active eq false")).Total);
    }

    private static async Task BulkAsync(ScimApp app, IEnumerable<string> operations, string status)
    {
        foreach (var batch in operations.Chunk(500))
        {
            var answer = await app.PostAsync("Bulk", $$"""{"Operations":[{{string.Join(',', batch)}}]}""");
            Assert.All(answer.Json["Operations"]!.AsArray(), o => Assert.Equal(status, o!["status"]!.GetValue<string>()));
        }
    }

    private static string User(string name, string mail = "shared") =>
        $$"""{"userName":"{{name}}@example.com","externalId":"{{Guid.NewGuid()}}","emails":[{"value":"{{mail}}@example.com","type":"work"}]}""";
}
