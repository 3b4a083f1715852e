using System.Net;
using System.Text.Json.Nodes;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>
/// The tests of the gallery's validation (Logic App), re-made: what the provisioning service sends in each, in its default dialect, and
/// what is looked for afterwards. Validate_Credentials and Federated_Identity are in <see cref="ClientCredentialsTests"/>.
/// </summary>
public sealed class GalleryTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private const string Enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

    private ScimApp App => shared.App;

    private static string Random => Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Gallery_CreateUser_IsFoundAfterwards()
    {
        var name = Random;
        Assert.Equal(0, (await App.FindAsync($"userName eq \"{name}@example.com\"")).Total);
        var created = await App.CreateUserAsync(name);
        Assert.Equal(name + "@example.com", (await App.GetAsync("Users/" + created.Id)).Text("userName"));
    }

    [Fact]
    public async Task Gallery_UpdateUser_ChangesItsAttributes()
    {
        var created = await App.CreateUserAsync(Random);
        var patched = await App.PatchAsync(
            "Users/" + created.Id,
            $$"""
            [{"op":"Replace","path":"displayName","value":"New Name"},{"op":"Add","path":"title","value":"Engineer"},{"op":"Replace","path":"name.familyName","value":"New"},{"op":"Add","path":"emails[type eq \"work\"].value","value":"{{created.Id}}@new.example"},
            {"op":"Add","path":"phoneNumbers[type eq \"work\"].value","value":"1"},{"op":"Add","path":"addresses[type eq \"work\"].locality","value":"Berlin"},{"op":"Add","path":"{{Enterprise}}:department","value":"R&D"}]
            """
        );
        Assert.Equal(HttpStatusCode.OK, patched.Status);
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.Equal(
            ("New Name", "Engineer", "New", created.Id + "@new.example", "1", "Berlin", "R&D"),
            (
                read.Text("displayName"),
                read.Text("title"),
                read.Text("name/familyName"),
                read.Text("emails/0/value"),
                read.Text("phoneNumbers/0/value"),
                read.Text("addresses/0/locality"),
                read.Text(Enterprise + "/department")
            )
        );
    }

    [Theory]
    [InlineData("\"False\"")]
    [InlineData("false")]
    [InlineData("\"false\"")]
    public async Task Gallery_DisableUser_AcceptsEachFormOfFalse(string value)
    {
        var created = await App.CreateUserAsync(Random);
        Assert.Equal(
            HttpStatusCode.OK,
            (await App.PatchAsync("Users/" + created.Id, $$"""[{"op":"Replace","path":"active","value":{{value}}}]""")).Status
        );
        Assert.Equal(System.Text.Json.JsonValueKind.False, (await App.GetAsync("Users/" + created.Id)).Json["active"]!.GetValueKind());
    }

    [Fact]
    public async Task Gallery_DeleteUser_IsNotFoundAfterwards()
    {
        var created = await App.CreateUserAsync(Random);
        await App.PatchAsync("Users/" + created.Id, """[{"op":"Replace","path":"active","value":"False"}]""");
        Assert.Equal(HttpStatusCode.NoContent, (await App.DeleteAsync("Users/" + created.Id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync("Users/" + created.Id)).Status);
    }

    [Fact]
    public async Task Gallery_UpdateManager_SetsAndRemovesIt()
    {
        var (boss, other, created) = (
            await App.CreateUserAsync(Random),
            await App.CreateUserAsync(Random),
            await App.CreateUserAsync(Random)
        );
        await ManagerAsync(
            $$"""[{"op":"Add","path":"manager","value":[{"$ref":"http://x/Users/{{boss.Id}}","value":"{{boss.Id}}"}]}]""",
            boss.Id
        );
        Assert.Equal(1, (await App.FindAsync($"id eq \"{created.Id}\" and manager eq \"{boss.Id}\"")).Total);
        Assert.Equal(0, (await App.FindAsync($"id eq \"{created.Id}\" and manager eq \"{other.Id}\"")).Total);
        await ManagerAsync($$"""[{"op":"Replace","path":"{{Enterprise}}:manager","value":"{{other.Id}}"}]""", other.Id);
        await ManagerAsync($$"""[{"op":"Replace","path":"{{Enterprise}}:manager","value":""}]""", null);

        async Task ManagerAsync(string operations, string? expected)
        {
            Assert.Equal(HttpStatusCode.OK, (await App.PatchAsync("Users/" + created.Id, operations)).Status);
            Assert.Equal(expected, (await App.GetAsync("Users/" + created.Id)).Text(Enterprise + "/manager/value"));
        }
    }

    [Fact]
    public async Task Gallery_RestoreUser_KeepsIdAndGroups()
    {
        var created = await App.CreateUserAsync(Random);
        var group = await App.PostAsync("Groups", $$"""{"displayName":"{{Random}}","members":[{"value":"{{created.Id}}"} ]}""");
        await App.PatchAsync("Users/" + created.Id, """[{"op":"Replace","path":"active","value":"False"}]""");
        Assert.Equal(created.Id, (await App.FindAsync($"userName eq \"{created.Text("userName")}\"")).Text("Resources/0/id"));
        await App.PatchAsync("Users/" + created.Id, """[{"op":"Replace","path":"active","value":"True"}]""");
        var restored = await App.GetAsync("Users/" + created.Id);
        Assert.True(restored.Json["active"]!.GetValue<bool>());
        Assert.Equal(group.Id, restored.Text("groups/0/value"));
    }

    [Fact]
    public async Task Gallery_ProvisionOnDemand_CreatesUserAndGroup()
    {
        // The same requests as in a cycle, for one object at a time; the group's members are not requested.
        var name = Random;
        Assert.Equal(HttpStatusCode.OK, (await App.FindAsync($"userName eq \"{name}@example.com\"")).Status);
        var user = await App.CreateUserAsync(name);
        Assert.Equal(
            0,
            (await App.GetAsync($"Groups?excludedAttributes=members&filter={Uri.EscapeDataString($"displayName eq \"{name}\"")}")).Total
        );
        var group = await App.PostAsync("Groups", $$"""{"externalId":"{{Guid.NewGuid()}}","displayName":"{{name}}"}""");
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await App.PatchAsync(
                    "Groups/" + group.Id,
                    $$"""[{"op":"Add","path":"members","value":[{"$ref":null,"value":"{{user.Id}}"}]}]"""
                )
            ).Status
        );
        Assert.Equal(1, (await App.FindAsync($"id eq \"{group.Id}\" and members eq \"{user.Id}\"", "Groups")).Total);
        Assert.Equal(1, (await App.FindAsync($"id eq \"{group.Id}\" and members.value eq \"{user.Id}\"", "Groups")).Total);
    }

    [Fact]
    public async Task Gallery_Group_IsCreatedUpdatedDeletedAndRestored()
    {
        var (name, externalId) = (Random, Guid.NewGuid().ToString());
        var body =
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"{{externalId}}","displayName":"{{name}}","members":[]}""";
        var group = await App.PostAsync("Groups", body);
        Assert.Equal(HttpStatusCode.Created, group.Status);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await App.PatchAsync("Groups/" + group.Id, $$"""[{"op":"Replace","path":"displayName","value":"{{name}}-2"}]""")).Status
        );
        Assert.Equal(group.Id, (await App.FindAsync($"externalId eq \"{externalId}\"", "Groups")).Text("Resources/0/id"));
        Assert.Equal(HttpStatusCode.NoContent, (await App.DeleteAsync("Groups/" + group.Id)).Status);
        Assert.Equal(HttpStatusCode.Created, (await App.PostAsync("Groups", body)).Status);
    }

    [Fact]
    public async Task Gallery_GroupMembers_AreAddedAndRemoved()
    {
        var (first, second) = (await App.CreateUserAsync(Random), await App.CreateUserAsync(Random));
        var group = await App.PostAsync("Groups", $$"""{"displayName":"{{Random}}"}""");
        await App.PatchAsync(
            "Groups/" + group.Id,
            $$"""[{"op":"Add","path":"members","value":[{"$ref":null,"value":"{{first.Id}}"},{"$ref":null,"value":"{{second.Id}}"}]}]"""
        );
        await App.PatchAsync(
            "Groups/" + group.Id,
            $$"""[{"op":"Remove","path":"members","value":[{"$ref":null,"value":"{{first.Id}}"}]}]"""
        );
        Assert.Equal(
            second.Id,
            Assert.Single((await App.GetAsync("Groups/" + group.Id)).Json["members"]!.AsArray())!["value"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Gallery_SchemaDiscovery_ListsEachResource()
    {
        var schemas = await App.GetAsync("Schemas");
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", schemas.Text("schemas/0"));
        Assert.DoesNotContain("null", schemas.Json.ToJsonString(), StringComparison.Ordinal);
        foreach (
            var path in new[]
            {
                "userName",
                "active",
                "displayName",
                "title",
                "emails[type eq \"work\"].value",
                "preferredLanguage",
                "name.givenName",
                "name.familyName",
                "name.formatted",
                "addresses[type eq \"work\"].formatted",
                "addresses[type eq \"work\"].country",
                "phoneNumbers[type eq \"mobile\"].value",
                "externalId",
                "roles[primary eq \"True\"].value",
                Enterprise + ":employeeNumber",
                Enterprise + ":department",
                Enterprise + ":manager",
                "urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:orgUnitPath",
                "urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:originalUserPrincipalName",
            }
        )
        {
            Assert.True(Discoverable(schemas, path), path);
        }

        Assert.False(Discoverable(schemas, "shoeSize"));
        foreach (
            var endpoint in new[]
            {
                "ResourceTypes",
                "ServiceProviderConfig",
                "Schemas/urn:ietf:params:scim:schemas:core:2.0:User",
                "ResourceTypes/Group",
            }
        )
        {
            Assert.Equal(HttpStatusCode.OK, (await App.GetAsync(endpoint)).Status);
        }

        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync("Schemas/urn:nothing")).Status);
    }

    [Fact]
    public async Task Gallery_NullUpdate_RemovesTheAttribute()
    {
        var created = await App.CreateUserAsync(Random, extra: ""","title":"T" """);
        Assert.Equal("T", created.Text("title"));
        Assert.Equal(
            HttpStatusCode.OK,
            (await App.PatchAsync("Users/" + created.Id, """[{"op":"replace","path":"title","value":""}]""")).Status
        );
        Assert.Null((await App.GetAsync("Users/" + created.Id)).Text("title"));
        Assert.Equal(
            HttpStatusCode.OK,
            (await App.PatchAsync("Users/" + created.Id, """[{"op":"replace","path":"title","value":null}]""")).Status
        );
        Assert.Null((await App.GetAsync("Users/" + created.Id)).Text("title"));
    }

    [Theory]
    [InlineData("Users")]
    [InlineData("Groups")]
    public async Task Gallery_Pagination_ListsEachResourceOnce(string endpoint)
    {
        await using var app = await ScimApp.StartAsync();
        for (var i = 0; i < 12; i++)
        {
            if (endpoint == "Users")
            {
                await app.CreateUserAsync("page" + i);
            }
            else
            {
                await app.PostAsync("Groups", $$"""{"displayName":"page{{i}}"}""");
            }
        }

        var seen = new HashSet<string>();
        foreach (var (start, expected) in new[] { (1, 5), (6, 5), (11, 2) })
        {
            var page = await app.GetAsync($"{endpoint}?startIndex={start}&count=5");
            Assert.Equal(
                (start, 12, expected),
                (page.Json["startIndex"]!.GetValue<int>(), page.Total, page.Json["itemsPerPage"]!.GetValue<int>())
            );
            Assert.All(page.Resources, r => Assert.True(seen.Add(r["id"]!.GetValue<string>())));
        }

        Assert.Equal(12, seen.Count);
        var beyond = await app.GetAsync($"{endpoint}?startIndex=100&count=5");
        Assert.Equal((12, 0), (beyond.Total, beyond.Resources.Count));
    }

    [Fact]
    public async Task Gallery_TestConnection_FindsNoUserOrIsUnauthorized()
    {
        var answer = await App.FindAsync($"userName eq \"{Guid.NewGuid()}\"");
        Assert.Equal((HttpStatusCode.OK, 0), (answer.Status, answer.Total));
        Assert.Equal(HttpStatusCode.Unauthorized, (await App.GetAsync("Users?filter=userName%20eq%20%22x%22", "wrong")).Status);
    }

    private static bool Discoverable(ScimAnswerOf schemas, string path)
    {
        var (urn, name) = path.StartsWith("urn:", StringComparison.Ordinal)
            ? (path[..path.LastIndexOf(':')], path[(path.LastIndexOf(':') + 1)..])
            : ("urn:ietf:params:scim:schemas:core:2.0:User", path);
        var schema = schemas.Resources.Single(s => s["id"]!.GetValue<string>() == urn);
        JsonNode? attributes = schema["attributes"];
        foreach (var part in name.Split('.'))
        {
            var plain = part.Split('[')[0];
            if (
                attributes!
                    .AsArray()
                    .FirstOrDefault(a => string.Equals(a!["name"]!.GetValue<string>(), plain, StringComparison.OrdinalIgnoreCase))
                is not { } attribute
            )
            {
                return false;
            }

            attributes = attribute["subAttributes"];
        }

        return true;
    }
}
