using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using SamlSp.Directory;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>
/// The catalogue's part L, by ID. L06 is <see cref="PatchFormTests"/>, L08 <see cref="LifeCycleTests"/>, L10 <see cref="VersionTests"/>.
/// </summary>
public sealed class CatalogueTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private ScimApp App => shared.App;

    private static string Random => Guid.NewGuid().ToString("N")[..12];

    // L01
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("undefined")]
    [InlineData(" ")]
    [InlineData("contoso-secret-token-0123456789abcdeg")]
    [InlineData("contoso-secret-token-0123456789abcde")]
    [InlineData(ScimApp.FabrikamToken)]
    [InlineData("scim.nonsense")]
    public async Task Token_MissingWrongOrForeign_IsUnauthorized(string? token)
    {
        var refused = await App.SendAsync(
            HttpMethod.Get,
            "Users",
            null,
            null,
            change: r => r.Headers.TryAddWithoutValidation("Authorization", token is null ? [] : ["Bearer " + token])
        );
        Assert.Equal(HttpStatusCode.Unauthorized, refused.Status);
        Assert.Contains("Bearer", refused.Message.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await App.GetAsync("Users")).Status);
    }

    // L01
    [Theory]
    [InlineData("Basic Y29udG9zbzpzZWNyZXQ=")]
    [InlineData(ScimApp.Token)]
    [InlineData("Bearer" + ScimApp.Token)]
    public async Task Authorization_OtherScheme_IsUnauthorized(string header) =>
        Assert.Equal(
            HttpStatusCode.Unauthorized,
            (
                await App.SendAsync(
                    HttpMethod.Get,
                    "Users",
                    null,
                    null,
                    change: r => r.Headers.TryAddWithoutValidation("Authorization", header)
                )
            ).Status
        );

    // L01
    [Fact]
    public async Task UnknownOrganization_AnyToken_AnswersLikeAWrongToken()
    {
        var unknown = await App.GetAsync("Users", organization: "nowhere");
        var wrong = await App.GetAsync("Users", token: "wrong");
        Assert.Equal(
            (wrong.Status, wrong.Json.ToJsonString(), wrong.Message.Headers.WwwAuthenticate.ToString()),
            (unknown.Status, unknown.Json.ToJsonString(), unknown.Message.Headers.WwwAuthenticate.ToString())
        );
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.Status);
    }

    // L01
    [Fact]
    public async Task Token_AnyRequest_IsNeverLogged()
    {
        await App.GetAsync("Users", token: "a-wrong-token-that-nobody-may-read");
        await App.GetAsync("Users");
        Assert.DoesNotContain("a-wrong-token-that-nobody-may-read", App.Logged.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(ScimApp.Token, App.Logged.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(await App.LogAsync(), e => e.Details!.Contains("token-", StringComparison.Ordinal));
    }

    // L02
    [Theory]
    [InlineData("Users")]
    [InlineData("Groups")]
    public async Task Resource_OfAnotherOrganization_IsNotFound(string endpoint)
    {
        var body = endpoint == "Users" ? ScimApp.User(Random) : $$"""{"displayName":"{{Random}}"}""";
        var mine = await App.PostAsync(endpoint, body);
        var id = mine.Id;
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Delete, HttpMethod.Patch, HttpMethod.Put })
        {
            var text =
                method == HttpMethod.Patch ? """{"Operations":[{"op":"replace","path":"displayName","value":"x"}]}"""
                : method == HttpMethod.Put ? body
                : null;
            Assert.Equal(
                HttpStatusCode.NotFound,
                (await App.SendAsync(method, $"{endpoint}/{id}", text, ScimApp.FabrikamToken, "fabrikam")).Status
            );
        }

        Assert.Equal(0, (await App.GetAsync($"{endpoint}?filter=id%20eq%20%22{id}%22", ScimApp.FabrikamToken, "fabrikam")).Total);
        Assert.Equal(HttpStatusCode.OK, (await App.GetAsync($"{endpoint}/{id}")).Status);
    }

    // L02
    [Fact]
    public async Task GroupMember_UserOfAnotherOrganization_IsRefused()
    {
        var theirs = await App.PostAsync("Users", ScimApp.User(Random), ScimApp.FabrikamToken, "fabrikam");
        var mine = await App.CreateUserAsync(Random);
        var refused = await App.PostAsync(
            "Groups",
            $$"""{"displayName":"{{Random}}","members":[{"value":"{{mine.Id}}"},{"value":"{{theirs.Id}}"} ]}"""
        );
        Assert.Equal((HttpStatusCode.BadRequest, "invalidValue"), (refused.Status, refused.ScimType));
        Assert.Equal(
            HttpStatusCode.Created,
            (await App.PostAsync("Groups", $$"""{"displayName":"{{Random}}","members":[{"value":"{{mine.Id}}"} ]}""")).Status
        );
    }

    // L03
    [Theory]
    [InlineData("userName eq \"' OR 1=1 --\"")]
    [InlineData("userName eq \"\\\" or userName pr\"")]
    [InlineData("title eq \"'); DROP TABLE users; --\"")]
    [InlineData("title co \"%\"")]
    [InlineData("emails[type eq \"work' OR '1'='1\"].value eq \"x\"")]
    [InlineData("displayName eq \"{0}\"")]
    public async Task Filter_SqlInValue_FindsNothing(string filter)
    {
        var created = await App.CreateUserAsync(Random);
        var found = await App.FindAsync(filter);
        Assert.Equal((HttpStatusCode.OK, 0), (found.Status, found.Total));
        Assert.Equal(1, (await App.FindAsync($"userName eq \"{created.Text("userName")}\"")).Total);
    }

    // L03
    [Theory]
    [InlineData("userName")]
    [InlineData("userName eq")]
    [InlineData("userName eq \"a")]
    [InlineData("userName eq \"a\" and")]
    [InlineData("userName xx \"a\"")]
    [InlineData("(userName eq \"a\"")]
    [InlineData("userName eq \"a\")")]
    [InlineData("emails[type eq \"work\"")]
    [InlineData("displayName eq 'Carol'")]
    [InlineData("displayName eq \u2018Carol\u2019")]
    [InlineData("shoeSize eq 7")]
    [InlineData("users.\"id\" eq 7")]
    [InlineData("active gt true")]
    [InlineData("active eq \"maybe\"")]
    [InlineData("meta.created gt \"yesterday\"")]
    [InlineData("userName eq \"\\u0000\"")]
    [InlineData("userName eq \"\\ud800\"")]
    [InlineData("schemas eq \"x\"")]
    public async Task Filter_InvalidText_IsRefused(string filter)
    {
        var refused = await App.FindAsync(filter);
        Assert.Equal((HttpStatusCode.BadRequest, "invalidFilter"), (refused.Status, refused.ScimType));
        Assert.NotEmpty(refused.Detail);
    }

    // L03
    [Fact]
    public async Task Filter_TooDeepOrTooLong_IsRefused()
    {
        Assert.Equal("invalidFilter", (await App.FindAsync(new string('(', 2000) + "userName pr" + new string(')', 2000))).ScimType);
        Assert.Equal(
            "invalidFilter",
            (await App.FindAsync(string.Concat(Enumerable.Repeat("not (", 200)) + "userName pr" + new string(')', 200))).ScimType
        );
        Assert.Equal("invalidFilter", (await App.FindAsync(string.Join(" or ", Enumerable.Repeat("title eq \"a\"", 100)))).ScimType);
        Assert.Equal("invalidFilter", (await App.FindAsync($"userName eq \"{new string('a', 5000)}\"")).ScimType);
        Assert.Equal(HttpStatusCode.OK, (await App.FindAsync(new string('(', 20) + "userName pr" + new string(')', 20))).Status);
        Assert.Equal(HttpStatusCode.OK, (await App.FindAsync(string.Join(" or ", Enumerable.Repeat("title eq \"a\"", 60)))).Status);
    }

    // L04
    [Fact]
    public async Task User_ReadOnlyAttributesSent_AreIgnored()
    {
        var (name, id) = (Random, Guid.NewGuid().ToString());
        var created = await App.PostAsync(
            "Users",
            $$"""
            {"userName":"{{name}}","id":"{{id}}","meta":{"created":"2001-01-01T00:00:00Z","version":"x"},"password":"secret!","groups":[{"value":"{{ScimApp.ReaderGroup}}"} ],"roles":[{"value":"owner"}],
            "tenantId":"x","suspended":false,"organization":"fabrikam","isAdmin":true}
            """
        );
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.NotEqual(id, created.Id);
        Assert.StartsWith("2026-11-22", created.Text("meta/created"), StringComparison.Ordinal);
        Assert.Null(created.Json["password"]);
        Assert.Null(created.Json["groups"]);
        Assert.Null(created.Json["isAdmin"]);
        Assert.Equal(0, (await App.GetAsync("Users?filter=userName%20eq%20%22" + name + "%22", ScimApp.FabrikamToken, "fabrikam")).Total);
    }

    // L04
    [Fact]
    public async Task User_RolesSent_GiveNoRights()
    {
        await using var app = await ScimApp.StartAsync();
        await app.PostAsync(
            "Users",
            $$"""{"userName":"alice@example.com","externalId":"{{TestUsers.Alice.ObjectId}}","roles":[{"value":"reader"},{"value":"owner"}]}"""
        );
        var (_, cookie) = await app.SignInAsync(idp => idp.Member());
        Assert.Empty((await app.SessionAsync(cookie))!["roles"]!.AsArray());
    }

    // L04
    [Fact]
    public async Task Strict_UnknownAttribute_IsRefused()
    {
        await using var app = await ScimApp.StartAsync(o => o.Provisioning.Strict = true);
        var refused = await app.PostAsync("Users", ScimApp.User(Random, extra: ""","isAdmin":true"""));
        Assert.Equal((HttpStatusCode.BadRequest, "invalidValue"), (refused.Status, refused.ScimType));
        Assert.Contains("isAdmin", refused.Detail, StringComparison.Ordinal);
        var created = await app.CreateUserAsync(Random);
        Assert.Equal(
            "invalidPath",
            (await app.PatchAsync("Users/" + created.Id, """[{"op":"replace","path":"isAdmin","value":true}]""")).ScimType
        );
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await App.PatchAsync(
                    "Users/" + (await App.CreateUserAsync(Random)).Id,
                    """[{"op":"replace","path":"isAdmin","value":true}]"""
                )
            ).Status
        );
    }

    // L05
    [Fact]
    public async Task Patch_TooManyOperations_IsRefused()
    {
        var created = await App.CreateUserAsync(Random);
        var one = """{"op":"replace","path":"title","value":"x"}""";
        var flood = await App.PatchAsync("Users/" + created.Id, "[" + string.Join(',', Enumerable.Repeat(one, 10_000)) + "]");
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "tooMany"), (flood.Status, flood.ScimType));
        Assert.Null((await App.GetAsync("Users/" + created.Id)).Text("title"));
        Assert.Equal(
            HttpStatusCode.OK,
            (await App.PatchAsync("Users/" + created.Id, "[" + string.Join(',', Enumerable.Repeat(one, 500)) + "]")).Status
        );
    }

    // L05
    [Fact]
    public async Task Patch_RemoveEmptyMemberList_RemovesNoMember()
    {
        var user = await App.CreateUserAsync(Random);
        var group = await App.PostAsync("Groups", $$"""{"displayName":"{{Random}}","members":[{"value":"{{user.Id}}"} ]}""");
        await App.PatchAsync("Groups/" + group.Id, """[{"op":"Remove","path":"members","value":[]}]""");
        Assert.Single((await App.GetAsync("Groups/" + group.Id)).Json["members"]!.AsArray());
        await App.PatchAsync("Groups/" + group.Id, """[{"op":"remove","path":"members"}]""");
        Assert.Null((await App.GetAsync("Groups/" + group.Id)).Json["members"]);
    }

    // L07
    [Theory]
    [InlineData("userName")]
    [InlineData("externalId")]
    public async Task User_NameOrKeyOfAnotherUser_IsRefused(string by)
    {
        var victim = await App.CreateUserAsync(Random);
        var (name, externalId) = (Random, Guid.NewGuid().ToString());
        if (by == "userName")
        {
            name = victim.Text("userName")!.ToUpperInvariant();
        }

        if (by == "externalId")
        {
            externalId = victim.Text("externalId")!;
        }

        var thief = $$"""{"userName":"{{name}}","externalId":"{{externalId}}"}""";
        var refused = await App.PostAsync("Users", thief);
        Assert.Equal((HttpStatusCode.Conflict, "uniqueness"), (refused.Status, refused.ScimType));

        // Nor by a change of the user's own record.
        var own = await App.CreateUserAsync(Random);
        refused = await App.PatchAsync(
            "Users/" + own.Id,
            $$"""[{"op":"replace","path":"{{by}}","value":"{{(by == "userName" ? name : externalId)}}"}]"""
        );
        Assert.Equal((HttpStatusCode.Conflict, "uniqueness"), (refused.Status, refused.ScimType));
        Assert.True(JsonNode.DeepEquals(victim.Json, (await App.GetAsync("Users/" + victim.Id)).Json));
        Assert.True(JsonNode.DeepEquals(own.Json, (await App.GetAsync("Users/" + own.Id)).Json));
    }

    // L07
    [Fact]
    public async Task User_NameOrKeyOfASignedInUser_IsRefused()
    {
        await using var app = await ScimApp.StartAsync();
        await app.SignInAsync(idp => idp.Member());
        var otherObjectId = Guid.NewGuid();
        Assert.Equal(
            HttpStatusCode.Conflict,
            (await app.PostAsync("Users", $$"""{"userName":"ALICE@example.com","externalId":"{{otherObjectId}}"}""")).Status
        );
        var other = await app.CreateUserAsync("other");
        Assert.Equal(
            HttpStatusCode.Conflict,
            (
                await app.PatchAsync(
                    "Users/" + other.Id,
                    $$"""[{"op":"replace","path":"externalId","value":"{{TestUsers.Alice.ObjectId}}"}]"""
                )
            ).Status
        );
        Assert.Equal(
            HttpStatusCode.Created,
            (
                await app.PostAsync(
                    "Users",
                    $$"""{"userName":"x","externalId":"{{otherObjectId}}","emails":[{"value":"alice@example.com"}]}"""
                )
            ).Status
        );
    }

    // L09
    [Theory]
    [InlineData("startIndex=0&count=1", 1, 1)]
    [InlineData("startIndex=-5&count=1", 1, 1)]
    [InlineData("count=0", 1, 0)]
    [InlineData("count=-1", 1, 0)]
    [InlineData("startIndex=2147483647&count=2147483647", 2147483647, 0)]
    [InlineData("startIndex=99999999999999&count=1", 2147483647, 0)]
    public async Task List_StartIndexAndCount_AreBounded(string query, int start, int items)
    {
        await App.CreateUserAsync(Random);
        var page = await App.GetAsync("Users?" + query);
        Assert.Equal((HttpStatusCode.OK, start, items), (page.Status, page.Json["startIndex"]!.GetValue<int>(), page.Resources.Count));
        Assert.True(page.Total >= 1);
        Assert.Equal("invalidValue", (await App.GetAsync("Users?count=ten")).ScimType);
    }

    // L09
    [Fact]
    public async Task Bulk_TooManyOrTooLarge_IsRefused()
    {
        var many = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"method":"DELETE","path":"/Users/{{i}}"}"""));
        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "tooMany"), await StatusAsync($$"""{"Operations":[{{many}}]}"""));
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await App.PostAsync("Bulk", $$"""{"Operations":[],"x":"{{new string('x', 1_100_000)}}"}""")).Status
        );
        var name = Random;
        var bulk = await App.PostAsync(
            "Bulk",
            $$"""
            {"schemas":["urn:ietf:params:scim:api:messages:2.0:BulkRequest"],"failOnErrors":2,"Operations":[
            {"method":"POST","path":"/Users","bulkId":"u","data":{"userName":"{{name}}"} },
            {"method":"POST","path":"/Groups","bulkId":"g","data":{"displayName":"{{name}}","members":[{"value":"bulkId:u"}]} },
            {"method":"PATCH","path":"/Users/bulkId:u","data":{"Operations":[{"op":"replace","path":"title","value":"T"}]} },
            {"method":"POST","path":"/Users","bulkId":"v","data":{"userName":"{{name}}"} },
            {"method":"DELETE","path":"/Users/bulkId:unknown"},
            {"method":"POST","path":"/Users","bulkId":"w","data":{"userName":"{{name}}-w"} }]}
            """
        );
        Assert.Equal(["201", "201", "200", "409", "409"], bulk.Json["Operations"]!.AsArray().Select(o => o!["status"]!.GetValue<string>()));
        var user = (await App.FindAsync($"userName eq \"{name}\"")).Resources.Single();
        Assert.Equal("T", user["title"]!.GetValue<string>());
        Assert.Equal(name, user["groups"]![0]!["display"]!.GetValue<string>());
        Assert.Equal(0, (await App.FindAsync($"userName eq \"{name}-w\"")).Total);

        async Task<(HttpStatusCode, string?)> StatusAsync(string body)
        {
            var answer = await App.PostAsync("Bulk", body);
            return (answer.Status, answer.ScimType);
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    [InlineData("{\"userName\":\"a\",\"userName\":\"b\"}")]
    [InlineData("{\"userName\":\"\\ud800\"}")]
    [InlineData("{\"userName\":\"a\\u0000b\"}")]
    [InlineData("{\"userName\":7}")]
    [InlineData("{\"userName\":[\"a\"]}")]
    [InlineData("{\"userName\":\"\"}")]
    [InlineData("{}")]
    [InlineData("{\"userName\":\"ok\",\"emails\":\"x\",\"name\":7}")]
    [InlineData("{\"userName\":\"ok\",\"emails\":[[[[]]]]}")]
    [InlineData("{\"userName\":\"ok\",\"schemas\":\"x\"}")]
    [InlineData("{\"userName\":\"ok\",\"urn:ietf:params:scim:schemas:extension:samlsp:2.0:User\":{\"orgUnitPath\":\"no/slash\"}}")]
    [InlineData("{\"userName\":\"ok\",\"urn:ietf:params:scim:schemas:extension:samlsp:2.0:User\":{\"userType\":\"owner\"}}")]
    public async Task Post_BodyThatIsNoUser_IsRefused(string body)
    {
        var refused = await App.PostAsync("Users", body);
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Contains(refused.ScimType, new[] { "invalidSyntax", "invalidValue" });
        Assert.NotEmpty(refused.Detail);
    }

    [Fact]
    public async Task Post_HugeOrDeepBody_IsRefused()
    {
        Assert.Equal(
            HttpStatusCode.RequestEntityTooLarge,
            (await App.PostAsync("Users", $$"""{"userName":"{{new string('x', 2_000_000)}}"}""")).Status
        );
        var chunked = await App.SendAsync(
            HttpMethod.Post,
            "Users",
            "{}",
            change: r =>
            {
                r.Content = new StreamContent(new MemoryStream(Encoding.UTF8.GetBytes(new string(' ', 2_000_000))));
                r.Content.Headers.ContentType = new("application/scim+json");
                r.Headers.TransferEncodingChunked = true;
            }
        );
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, chunked.Status);
        Assert.Equal(
            "invalidSyntax",
            (await App.PostAsync("Users", string.Concat(Enumerable.Repeat("{\"a\":", 100)) + "1" + new string('}', 100))).ScimType
        );
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType,
            (
                await App.SendAsync(
                    HttpMethod.Post,
                    "Users",
                    "{}",
                    change: r => r.Content = new StringContent("<a/>", Encoding.UTF8, "text/xml")
                )
            ).Status
        );
    }

    [Theory]
    [InlineData("PUT", "Users", 405)]
    [InlineData("DELETE", "Groups", 405)]
    [InlineData("POST", "Schemas", 405)]
    [InlineData("GET", "Nothing", 404)]
    [InlineData("GET", "", 404)]
    [InlineData("GET", "Users/a/b", 404)]
    [InlineData("GET", "Users/%EF%BF%BD", 404)]
    [InlineData("GET", "Schemas?filter=name%20pr", 403)]
    public async Task Request_UnknownPathOrMethod_IsAScimError(string method, string path, int status)
    {
        var answer = await App.SendAsync(new(method), path, method is "POST" or "PUT" ? "{}" : null);
        Assert.Equal(
            (status, status.ToString(System.Globalization.CultureInfo.InvariantCulture)),
            ((int)answer.Status, answer.Text("status"))
        );
    }
}
