using System.Net;
using SamlSp.Directory;
using SamlSp.Directory.Tests;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>The whole grammar of filters, as database queries, on both databases.</summary>
public sealed class FilterTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    private static readonly (string Filter, string Found)[] Cases =
    [
        ("userName eq \"ANNA\"", "anna"),
        ("userName ne \"anna\"", "bert cleo"),
        ("userName co \"E\"", "bert cleo"),
        ("userName sw \"c\"", "cleo"),
        ("userName ew \"A\"", "anna"),
        ("userName gt \"anna\"", "bert cleo"),
        ("userName le \"bert\"", "anna bert"),
        ("title pr", "anna bert"),
        ("not (title pr)", "cleo"),
        ("title eq null", "cleo"),
        ("title ne \"Boss\"", "bert cleo"),
        ("title eq \"boss\"", "anna"),
        ("not (title eq \"Boss\")", "bert cleo"),
        ("active eq true", "anna bert"),
        ("active eq \"False\"", "cleo"),
        ("active ne true", "cleo"),
        ("not (active eq true)", "cleo"),
        ("externalId eq \"Ext-1\"", "anna"),
        ("externalId eq \"ext-1\"", ""),
        ("externalId pr", "anna bert cleo"),
        ("emails eq \"anna@work.example\"", "anna"),
        ("emails.value eq \"ANNA@home.example\"", "anna"),
        ("emails[type eq \"work\"].value eq \"anna@work.example\"", "anna"),
        ("emails[type eq \"home\"].value eq \"anna@work.example\"", ""),
        ("emails[type eq \"work\" and value co \"@work\"]", "anna bert"),
        ("emails[type eq \"home\" or value sw \"bert\"]", "anna bert"),
        ("emails[not (type eq \"work\")]", "anna"),
        ("emails[primary eq true].value ew \"home.example\"", "anna"),
        ("emails pr", "anna bert"),
        ("not (emails pr)", "cleo"),
        ("emails.type eq \"work\" and emails.type eq \"home\"", "anna"),
        ("name.familyName eq \"alpha\"", "anna"),
        ("name[familyName eq \"alpha\" and givenName eq \"A\"]", "anna"),
        ("name pr", "anna"),
        ("userName eq \"anna\" or userName eq \"bert\" and title eq \"nobody\"", "anna"),
        ("(userName eq \"anna\" or userName eq \"bert\") and title eq \"Clerk\"", "bert"),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq \"x\"", "bert"),
        ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager.value eq \"boss-id\"", "bert"),
        ("manager eq \"boss-id\"", "bert"),
        ("manager eq \"BOSS-id\"", ""),
        ("urn:ietf:params:scim:schemas:core:2.0:User:userName eq \"anna\"", "anna"),
        ("urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:orgUnitPath eq \"/guests\"", "bert"),
        ("urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:userType eq \"guest\"", "bert"),
        ("displayName eq \"ANNA DOE\"", "anna"),
        ("displayName sw \"B\"", "bert"),
        ("meta.created ge \"2026-11-22T06:00:00Z\"", "anna bert cleo"),
        ("meta.created gt \"2026-11-22T06:00:00Z\"", ""),
        ("meta.lastModified lt \"2030-01-01T00:00:00+01:00\"", "anna bert cleo"),
        ("groups.value pr", ""),
        ("nickName eq \"a\\\"b\\\\c\"", "cleo"),
        ("nickName sw \"a\\\"\"", "cleo"),
        ("USERNAME EQ \"anna\" AND TITLE PR", "anna"),
        ("userName eq anna", "anna"),
        ("addresses[type eq \"work\"].country eq \"de\"", "bert"),
    ];

    [Fact]
    public async Task Filter_EachOperatorOnSqlite_FindsItsUsers()
    {
        await using var app = await ScimApp.StartAsync();
        await CheckAsync(app);
    }

    [PostgreSqlFact]
    public async Task Filter_EachOperatorOnPostgreSql_FindsItsUsers()
    {
        await using var app = await ScimApp.StartAsync(storage: await server.NewDatabaseAsync());
        await CheckAsync(app);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelSignInAndProvisioning_CreateOneUser()
    {
        await using var app = await ScimApp.StartAsync(storage: await server.NewDatabaseAsync());
        for (var round = 0; round < 8; round++)
        {
            var name = "race" + round;
            var user = TestUsers.Member(name);

            // Another name than the NameID, and the object ID in the other case: only the key joins the two.
            var body = $$"""{"userName":"{{name}}-scim","externalId":"{{user.ObjectId.ToUpperInvariant()}}"}""";
            var signIn = Task.Run(() => app.SignInAsync(idp => idp.User(user)));
            var post = Task.Run(() => app.PostAsync("Users", body));
            await Task.WhenAll(signIn, post);
            Assert.Equal(HttpStatusCode.SeeOther, (await signIn).Status);
            Assert.Equal(HttpStatusCode.Created, (await post).Status);
        }

        Assert.Equal(8, (await app.GetAsync("Users")).Total);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelWritesOfTheSameValue_OneSucceeds()
    {
        await using var app = await ScimApp.StartAsync(storage: await server.NewDatabaseAsync());
        for (var round = 0; round < 4; round++)
        {
            var users = await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(i =>
                        Task.Run(() =>
                            app.PostAsync(
                                "Users",
                                $$"""{"userName":"same{{round}}","externalId":"{{Guid.NewGuid()}}","emails":[{"value":"mail{{i}}@example.com"}]}"""
                            )
                        )
                    )
            );
            Assert.Single(users, u => u.Status == HttpStatusCode.Created);
            Assert.All(users.Where(u => u.Status != HttpStatusCode.Created), u => Assert.Equal(HttpStatusCode.Conflict, u.Status));
            var group = await app.PostAsync("Groups", $$"""{"displayName":"g{{round}}"}""");
            var user = users.Single(u => u.Status == HttpStatusCode.Created);
            var adds = await Task.WhenAll(
                Enumerable
                    .Range(0, 6)
                    .Select(_ =>
                        Task.Run(() =>
                            app.PatchAsync("Groups/" + group.Id, $$"""[{"op":"Add","path":"members","value":[{"value":"{{user.Id}}"}]}]""")
                        )
                    )
            );
            Assert.All(adds, a => Assert.Equal(HttpStatusCode.NoContent, a.Status));
            Assert.Single((await app.GetAsync("Groups/" + group.Id)).Json["members"]!.AsArray());
        }
    }

    [Fact]
    public async Task List_SortingAndAttributes_AreApplied()
    {
        await using var app = await ScimApp.StartAsync();
        await FillAsync(app);
        Assert.Equal("cleo bert anna", Names(await app.GetAsync("Users?sortBy=userName&sortOrder=descending")));
        Assert.Equal("anna bert cleo", Names(await app.GetAsync("Users?sortBy=title")));
        Assert.Equal("invalidPath", (await app.GetAsync("Users?sortBy=nothing")).ScimType);
        var some = (
            await app.GetAsync("Users?attributes=userName,name.familyName,emails.value&filter=userName%20eq%20%22anna%22")
        ).Resources[0];
        Assert.Equal(["emails", "id", "name", "schemas", "userName"], some.Select(p => p.Key).Order(StringComparer.Ordinal));
        Assert.Equal(["familyName"], some["name"]!.AsObject().Select(p => p.Key));
        Assert.Equal(["value"], some["emails"]![0]!.AsObject().Select(p => p.Key));
        var without = (
            await app.GetAsync(
                "Users?excludedAttributes=emails.type,name,id,urn:ietf:params:scim:schemas:extension:samlsp:2.0:User&filter=userName%20eq%20%22anna%22"
            )
        ).Resources[0];
        Assert.Null(without["name"]);
        Assert.NotNull(without["id"]);
        Assert.Null(without["emails"]![0]!["type"]);
        Assert.Null(without["urn:ietf:params:scim:schemas:extension:samlsp:2.0:User"]);
        var searched = await app.PostAsync(
            "Users/.search",
            """{"schemas":["urn:ietf:params:scim:api:messages:2.0:SearchRequest"],"filter":"userName eq \"anna\"","attributes":["userName"],"startIndex":1,"count":10}"""
        );
        Assert.Equal("anna", Names(searched));
    }

    [Fact]
    public async Task Filter_UserFromASignIn_IsFound()
    {
        await using var app = await ScimApp.StartAsync();
        await app.SignInAsync(idp => idp.Member());
        foreach (
            var filter in new[]
            {
                "userName eq \"Alice@example.com\"",
                "emails eq \"alice@EXAMPLE.com\"",
                "emails[type eq \"work\"].value eq \"alice@example.com\"",
                "emails.value co \"alice\"",
                $"externalId eq \"{TestUsers.Alice.ObjectId}\"",
                "displayName eq \"alice member\"",
            }
        )
        {
            Assert.True((await app.FindAsync(filter)).Total == 1, filter);
        }

        Assert.Equal(0, (await app.FindAsync($"externalId eq \"{TestUsers.Alice.ObjectId.ToUpperInvariant()}\"")).Total);
    }

    private static async Task CheckAsync(ScimApp app)
    {
        await FillAsync(app);
        var wrong = new List<string>();
        foreach (var (filter, found) in Cases)
        {
            var answer = await app.FindAsync(filter);
            var names =
                answer.Status == HttpStatusCode.OK
                    ? string.Join(' ', Names(answer).Split(' ').Order(StringComparer.Ordinal))
                    : answer.Json.ToJsonString();
            if (names != found)
            {
                wrong.Add($"{filter}: {names} instead of {found}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Names(ScimAnswerOf answer) => string.Join(' ', answer.Resources.Select(r => r["userName"]!.GetValue<string>()));

    private static async Task FillAsync(ScimApp app)
    {
        foreach (
            var body in new[]
            {
                """{"userName":"anna","externalId":"Ext-1","displayName":"Anna Doe","title":"Boss","active":true,"name":{"familyName":"Alpha","givenName":"A"},"emails":[{"value":"anna@work.example","type":"work"},{"value":"anna@home.example","type":"home","primary":true}]}""",
                """{"userName":"bert","externalId":"Ext-2","displayName":"Bert","title":"Clerk","active":"True","emails":[{"value":"bert@work.example","type":"work"}],"addresses":[{"type":"work","country":"DE"}],"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"X","manager":{"value":"boss-id"}},"urn:ietf:params:scim:schemas:extension:samlsp:2.0:User":{"orgUnitPath":"/guests","userType":"Guest"}}""",
                """{"userName":"cleo","externalId":"Ext-3","active":false,"nickName":"a\"b\\c"}""",
            }
        )
        {
            Assert.Equal(HttpStatusCode.Created, (await app.PostAsync("Users", body)).Status);
        }
    }
}
