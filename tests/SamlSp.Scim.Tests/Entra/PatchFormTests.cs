using System.Net;
using System.Text.Json.Nodes;

namespace SamlSp.Scim.Tests;

/// <summary>L06: every form of request that Entra sends.</summary>
public sealed class PatchFormTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private ScimApp App => shared.App;

    private static string Random => Guid.NewGuid().ToString("N")[..12];

    // L06
    [Fact]
    public async Task Patch_AddToMissingElement_CreatesItAndKeepsOthers()
    {
        var created = await App.CreateUserAsync(Random);
        await App.PatchAsync(
            "Users/" + created.Id,
            $$"""[{"op":"Add","path":"emails[type eq \"home\"].value","value":"{{created.Id}}@home.example"}]"""
        );
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.Equal(2, read.Json["emails"]!.AsArray().Count);
        Assert.Equal(created.Text("emails/0/value"), read.Text("emails/0/value"));
        Assert.Equal("home", read.Text("emails/1/type"));
    }

    // L06
    [Fact]
    public async Task Patch_ReplaceMissingElement_CreatesIt()
    {
        var created = await App.PostAsync("Users", $$"""{"userName":"{{Random}}"}""");
        await App.PatchAsync(
            "Users/" + created.Id,
            $$"""[{"op":"Replace","path":"emails[type eq \"work\"].value","value":"{{created.Id}}@work.example"}]"""
        );
        Assert.Equal("work", (await App.GetAsync("Users/" + created.Id)).Text("emails/0/type"));
    }

    [Theory]
    [InlineData("""[{"op":"Replace","path":"roles[primary eq \"True\"].value","value":"Admin"}]""", "roles/0/value", "Admin")]
    [InlineData("""[{"op":"Add","path":"emails[value eq \"a@b.example\"].type","value":"home"}]""", "emails/0/type", "home")]
    [InlineData("""[{"op":"Replace","path":"unknown.value","value":"x"},{"op":"Add","path":"title","value":"T"}]""", "title", "T")]
    [InlineData("""[{"op":"Replace","path":"name.unknown","value":"x"},{"op":"Add","path":"title","value":"T"}]""", "title", "T")]
    public async Task Patch_MissingElementOrUnknownName_IsCreatedOrIgnored(string operations, string attribute, string expected)
    {
        var created = await App.PostAsync("Users", $$"""{"userName":"{{Random}}"}""");
        Assert.Equal(HttpStatusCode.OK, (await App.PatchAsync("Users/" + created.Id, operations)).Status);
        Assert.Equal(expected, (await App.GetAsync("Users/" + created.Id)).Text(attribute));
    }

    [Fact]
    public async Task Post_TextWhereObjectsAreExpected_IsRefused()
    {
        var refused = await App.PostAsync("Users", $$"""{"userName":"{{Random}}","emails":"x@example.com"}""");
        Assert.Equal((HttpStatusCode.BadRequest, "invalidValue"), (refused.Status, refused.ScimType));
        Assert.Equal(HttpStatusCode.Created, (await App.PostAsync("Users", $$"""{"userName":"{{Random}}","emails":""}""")).Status);
    }

    // L06
    [Fact]
    public async Task Patch_ReplaceWithoutPath_AcceptsDottedAndUrnNames()
    {
        var created = await App.CreateUserAsync(Random);
        await App.PatchAsync(
            "Users/" + created.Id,
            """[{"op":"replace","value":{"displayName":"X","name.givenName":"Y","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"7","urn:ietf:params:scim:schemas:extension:samlsp:2.0:User:orgUnitPath":"/guests","active":true}}]"""
        );
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.Equal(
            ("X", "Y", "7", "/guests", "Doe"),
            (
                read.Text("displayName"),
                read.Text("name/givenName"),
                read.Text("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/employeeNumber"),
                read.Text("urn:ietf:params:scim:schemas:extension:samlsp:2.0:User/orgUnitPath"),
                read.Text("name/familyName")
            )
        );
    }

    // L06
    [Fact]
    public async Task Patch_RolesPackedIntoJsonText_AreUnpacked()
    {
        var created = await App.CreateUserAsync(Random);
        await App.PatchAsync(
            "Users/" + created.Id,
            """[{"op":"Add","path":"roles","value":[{"value":"{\"id\":\"1\",\"value\":\"Admin\",\"displayName\":\"Administrator\"}"}]}]"""
        );
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.Equal(("Admin", "Administrator"), (read.Text("roles/0/value"), read.Text("roles/0/display")));
        await App.PatchAsync(
            "Users/" + created.Id,
            """[{"op":"replace","path":"roles","value":[{"value":"Other","primary":"True","type":"WindowsAzureActiveDirectoryRole"}]}]"""
        );
        read = await App.GetAsync("Users/" + created.Id);
        Assert.Equal("Other", Assert.Single(read.Json["roles"]!.AsArray())!["value"]!.GetValue<string>());
        Assert.True(read.Json["roles"]![0]!["primary"]!.GetValue<bool>());
    }

    // L06
    [Fact]
    public async Task Post_NullsAndMisspelledUrn_AreAccepted()
    {
        var name = Random;
        var created = await App.PostAsync(
            "Users",
            $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0User"],"userName":"{{name}}","addresses":null,"manager":null,"title":null,"phoneNumbers":[],"id":null,
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0User":{"department":"D","manager":"my-boss"} }
            """
        );
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal("D", created.Text("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department"));
        Assert.Equal("my-boss", created.Text("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value"));
    }

    // L06
    [Fact]
    public async Task Patch_NoOperations_ChangesNothing()
    {
        var created = await App.CreateUserAsync(Random);
        var patched = await App.PatchAsync("Users/" + created.Id, "[]");
        Assert.Equal(HttpStatusCode.OK, patched.Status);
        Assert.True(JsonNode.DeepEquals(created.Json, patched.Json));
    }

    // L06
    [Fact]
    public async Task Filter_UnquotedValue_IsAccepted()
    {
        var externalId = "ext-" + Random;
        var created = await App.CreateUserAsync(Random, externalId);
        Assert.Equal(created.Id, (await App.FindAsync("externalId eq " + externalId)).Text("Resources/0/id"));
    }

    [Fact]
    public async Task Patch_UnusualText_IsKeptUnchanged()
    {
        var created = await App.CreateUserAsync(Random);
        const string Odd = "  Ünïcödé \\ \" <b>'%_' 名前 😀  ";
        await App.SendAsync(
            HttpMethod.Patch,
            "Users/" + created.Id,
            new JsonObject
            {
                ["Operations"] = new JsonArray(
                    new JsonObject
                    {
                        ["op"] = "replace",
                        ["path"] = "title",
                        ["value"] = Odd,
                    }
                ),
            }.ToJsonString()
        );
        Assert.Equal(Odd, (await App.GetAsync("Users/" + created.Id)).Text("title"));
    }

    // L05
    [Theory]
    [InlineData("""[{"op":"move","path":"title","value":"x"}]""", "invalidSyntax")]
    [InlineData("""[{"op":"replace","path":"emails[type eq","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"][","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"active","value":"maybe"}]""", "invalidValue")]
    [InlineData("""[{"op":"replace","path":"title","value":{"a":1}}]""", "invalidValue")]
    [InlineData("""[{"op":"replace","path":"title","value":7}]""", "invalidValue")]
    [InlineData("""[{"op":"remove","path":"userName"}]""", "mutability")]
    [InlineData("""[{"op":"replace","path":"userName","value":""}]""", "invalidValue")]
    [InlineData("""[{"op":"replace","path":"active[value eq \"True\"]","value":"False"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"title[type eq \"x\"]","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"userName.value","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"name.familyName.x","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"name[","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"name.","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":".title","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"emails[type eq \"work\"].","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"unknown[type eq \"work\"","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"displayName[type eq \"work\"]","value":"x"}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","path":"name[familyName eq \"x\"].givenName","value":"x"}]""", "invalidPath")]
    [InlineData(
        """[{"op":"replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department[type eq \"x\"]","value":"x"}]""",
        "invalidPath"
    )]
    [InlineData("""[{"op":"replace","value":{"title.value":"x"}}]""", "invalidPath")]
    [InlineData("""[{"op":"replace","value":{"emails":"x@example.com"}}]""", "invalidValue")]
    [InlineData("""[{"op":"add","path":"emails","value":"x@example.com"}]""", "invalidValue")]
    [InlineData("""[{"op":"add","path":"phoneNumbers","value":["1"]}]""", "invalidValue")]
    [InlineData("""[{"op":"replace","path":"emails[value eq \"nobody\"].value","value":"x"}]""", "noTarget")]
    [InlineData("""[{"op":"replace","path":"emails[type eq \"home\"]","value":{"value":"x"}}]""", "noTarget")]
    [InlineData("""[{"op":"remove"}]""", "noTarget")]
    [InlineData("""[{"op":"replace","value":"x"}]""", "invalidValue")]
    [InlineData("""[{"op":"replace","path":"emails[value co \"nobody\"].type","value":"work"}]""", "noTarget")]
    [InlineData("""[{"op":"replace","path":"id","value":"x"}]""", "mutability")]
    [InlineData("""[{"op":"replace","path":"meta.created","value":"2020-01-01T00:00:00Z"}]""", "mutability")]
    [InlineData("""[{"op":"add","path":"groups","value":[{"value":"x"}]}]""", "mutability")]
    public async Task Patch_InvalidOperation_IsRefusedAndChangesNothing(string bad, string scimType)
    {
        var created = await App.CreateUserAsync(Random);
        var refused = await App.PatchAsync(
            "Users/" + created.Id,
            """[{"op":"replace","path":"displayName","value":"Changed"},""" + bad[1..]
        );
        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.Equal(scimType, refused.ScimType);
        Assert.NotEmpty(refused.Detail);
        Assert.Equal(created.Text("displayName"), (await App.GetAsync("Users/" + created.Id)).Text("displayName"));

        // The control: without it, the same request is done.
        Assert.Equal(
            HttpStatusCode.OK,
            (await App.PatchAsync("Users/" + created.Id, """[{"op":"replace","path":"displayName","value":"Changed"}]""")).Status
        );
    }

    [Fact]
    public async Task Put_User_ReplacesAllAttributes()
    {
        var name = Random;
        var created = await App.CreateUserAsync(name, extra: ""","title":"T","nickName":"N" """);
        var put = await App.SendAsync(
            HttpMethod.Put,
            "Users/" + created.Id,
            $$"""{"schemas":[],"id":"ignored","userName":"{{name}}@example.com","externalId":"{{created.Text("externalId")}}","title":"U"}"""
        );
        Assert.Equal(HttpStatusCode.OK, put.Status);
        Assert.Equal((created.Id, "U", null, null), (put.Id, put.Text("title"), put.Text("nickName"), put.Text("emails/0/value")));
        Assert.True(put.Json["active"]!.GetValue<bool>());
    }
}
