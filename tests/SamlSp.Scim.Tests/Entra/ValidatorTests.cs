using System.Net;
using System.Text.Json.Nodes;

namespace SamlSp.Scim.Tests;

/// <summary>
/// The tests of scimvalidator.microsoft.com, re-made: same requests (in the dialect of aadOptscim062020, which it speaks), same
/// expectations.
/// </summary>
public sealed class ValidatorTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private ScimApp App => shared.App;

    private static string Random => Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Validator_PostUser_CreatesIt()
    {
        var name = Random;
        var created = await App.PostAsync("Users", ScimApp.User(name));
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(name + "@example.com", created.Text("userName"));
        Assert.Equal("True", created.Text("active"), ignoreCase: true);
        Assert.Equal($"https://sp.example.com/scim/v2/contoso/Users/{created.Id}", created.Message.Headers.Location!.ToString());
        Assert.Equal(created.Message.Headers.Location.ToString(), created.Text("meta/location"));
        Assert.Equal("User", created.Text("meta/resourceType"));
    }

    [Fact]
    public async Task Validator_PostDuplicateUser_IsAConflict()
    {
        var name = Random;
        await App.CreateUserAsync(name);
        var duplicate = await App.PostAsync("Users", ScimApp.User(name));
        Assert.Equal(HttpStatusCode.Conflict, duplicate.Status);
        Assert.Equal("uniqueness", duplicate.ScimType);
        Assert.Equal("409", duplicate.Text("status"));
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:Error", duplicate.Text("schemas/0"));
    }

    [Fact]
    public async Task Validator_FilterExistingUser_FindsIt()
    {
        var name = Random;
        var created = await App.CreateUserAsync(name);
        var found = await App.FindAsync($"userName eq \"{name}@example.com\"");
        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal("urn:ietf:params:scim:api:messages:2.0:ListResponse", found.Text("schemas/0"));
        Assert.Equal(1, found.Total);
        Assert.Equal(created.Id, found.Text("Resources/0/id"));
    }

    [Fact]
    public async Task Validator_FilterUserNameInOtherCase_FindsIt()
    {
        var name = Random;
        var created = await App.CreateUserAsync(name);
        Assert.Equal(created.Id, (await App.FindAsync($"userName eq \"{name.ToUpperInvariant()}@EXAMPLE.com\"")).Text("Resources/0/id"));
    }

    [Fact]
    public async Task Validator_FilterUnknownUser_ReturnsEmptyList()
    {
        var found = await App.FindAsync($"userName eq \"{Guid.NewGuid()}\"");
        Assert.Equal(HttpStatusCode.OK, found.Status);
        Assert.Equal(0, found.Total);
        Assert.Empty(found.Resources);
    }

    [Fact]
    public async Task Validator_GetUserById_ReturnsIt()
    {
        var created = await App.CreateUserAsync(Random);
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.Equal(HttpStatusCode.OK, read.Status);
        Assert.True(JsonNode.DeepEquals(created.Json, read.Json));
    }

    [Fact]
    public async Task Validator_PatchReplaceAttributes_ChangesThem()
    {
        var created = await App.CreateUserAsync(Random);
        var patched = await App.PatchAsync(
            "Users/" + created.Id,
            """
            [{"op":"replace","path":"emails[type eq \"work\"].value","value":"new-A@Example.com"},{"op":"replace","path":"emails[type eq \"work\"].primary","value":true},
            {"op":"replace","value":{"active":true,"displayName":"Other","title":"Boss","preferredLanguage":"de-DE","name.givenName":"G","name.familyName":"F","name.formatted":"G F","name.middleName":"M",
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"12","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department":"D","nickName":"N","locale":"de","timezone":"Europe/Berlin","userType":"Employee","profileUrl":"p"}}]
            """
        );
        Assert.Contains(patched.Status, new[] { HttpStatusCode.OK, HttpStatusCode.NoContent });
        var read = await App.GetAsync("Users/" + created.Id);
        foreach (
            var (path, value) in new[]
            {
                ("emails/0/value", "new-A@Example.com"),
                ("displayName", "Other"),
                ("title", "Boss"),
                ("name/givenName", "G"),
                ("name/middleName", "M"),
                ("name/formatted", "G F"),
                ("nickName", "N"),
                ("timezone", "Europe/Berlin"),
                ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/employeeNumber", "12"),
                ("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/department", "D"),
                ("userType", "Employee"),
            }
        )
        {
            Assert.Equal(value, read.Text(path));
        }

        Assert.Single(read.Json["emails"]!.AsArray());
    }

    [Fact]
    public async Task Validator_PatchAddAttributes_AddsThem()
    {
        var created = await App.PostAsync(
            "Users",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"{{Random}}"}"""
        );
        var number = Random;
        var patched = await App.PatchAsync(
            "Users/" + created.Id,
            $$$"""
            [{"op":"add","path":"emails[type eq \"work\"].value","value":"{{{number}}}@add.example"},{"op":"add","path":"emails[type eq \"work\"].primary","value":"True"},
            {"op":"add","path":"phoneNumbers[type eq \"mobile\"].value","value":"+49 30 1"},{"op":"add","path":"phoneNumbers[type eq \"work\"].value","value":"+49 30 2"},
            {"op":"add","path":"addresses[type eq \"work\"].streetAddress","value":"Street 1"},{"op":"add","path":"addresses[type eq \"work\"].country","value":"DE"},{"op":"add","path":"addresses[type eq \"work\"].formatted","value":"S\n1"},
            {"op":"add","path":"roles[primary eq \"True\"].value","value":"admin"},{"op":"add","value":{"displayName":"Added","name.givenName":"A","active":true}}]
            """
        );
        Assert.Equal(HttpStatusCode.OK, patched.Status);
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.Equal(number + "@add.example", read.Text("emails/0/value"));
        Assert.True(read.Json["emails"]![0]!["primary"]!.GetValue<bool>());
        Assert.Equal(2, read.Json["phoneNumbers"]!.AsArray().Count);
        Assert.Single(read.Json["addresses"]!.AsArray());
        Assert.Equal("DE", read.Text("addresses/0/country"));
        Assert.Equal("Street 1", read.Text("addresses/0/streetAddress"));
        Assert.Equal("admin", read.Text("roles/0/value"));
        Assert.True(read.Json["roles"]![0]!["primary"]!.GetValue<bool>());
        Assert.Equal("Added", read.Text("displayName"));
    }

    [Fact]
    public async Task Validator_PatchUserName_ChangesIt()
    {
        var (created, other) = (await App.CreateUserAsync(Random), Random);
        var patched = await App.PatchAsync("Users/" + created.Id, $$$"""[{"op":"replace","value":{"userName":"{{{other}}}"}}]""");
        Assert.Equal(HttpStatusCode.OK, patched.Status);
        Assert.Equal(created.Id, (await App.FindAsync($"userName eq \"{other}\"")).Text("Resources/0/id"));
        Assert.Equal(0, (await App.FindAsync($"userName eq \"{created.Text("userName")}\"")).Total);
    }

    [Fact]
    public async Task Validator_PatchDisableUser_KeepsItVisible()
    {
        var created = await App.CreateUserAsync(Random);
        await App.PatchAsync("Users/" + created.Id, """[{"op":"replace","value":{"active":false}}]""");
        Assert.False((await App.GetAsync("Users/" + created.Id)).Json["active"]!.GetValue<bool>());
        Assert.False((await App.FindAsync($"userName eq \"{created.Text("userName")}\"")).Resources[0]["active"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Validator_PatchManager_AddsReplacesAndRemovesIt()
    {
        const string Path = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:manager";
        const string Manager = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User/manager/value";
        var created = await App.CreateUserAsync(Random);
        foreach (var (op, value) in new[] { ("add", "a-random-text"), ("replace", "another") })
        {
            Assert.Equal(
                HttpStatusCode.OK,
                (
                    await App.PatchAsync(
                        "Users/" + created.Id,
                        $$$"""[{"op":"{{{op}}}","path":"{{{Path}}}","value":{"value":"{{{value}}}"}}]"""
                    )
                ).Status
            );
            Assert.Equal(value, (await App.GetAsync("Users/" + created.Id)).Text(Manager));
        }

        Assert.Equal(HttpStatusCode.OK, (await App.PatchAsync("Users/" + created.Id, $$"""[{"op":"remove","path":"{{Path}}"}]""")).Status);
        Assert.Null((await App.GetAsync("Users/" + created.Id)).Text(Manager));
    }

    [Fact]
    public async Task Validator_DeleteUser_IsNotFoundAfterwards()
    {
        var created = await App.CreateUserAsync(Random);
        var deleted = await App.DeleteAsync("Users/" + created.Id);
        Assert.Equal(HttpStatusCode.NoContent, deleted.Status);
        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync("Users/" + created.Id)).Status);
        Assert.Equal(0, (await App.FindAsync($"userName eq \"{created.Text("userName")}\"")).Total);
    }

    [Fact]
    public async Task Validator_PatchOfDifferentAttributes_AppliesAllOperations()
    {
        var created = await App.CreateUserAsync(Random);
        await App.PatchAsync(
            "Users/" + created.Id,
            """[{"op":"remove","path":"displayName"},{"op":"replace","path":"title","value":"T"},{"op":"add","path":"name.honorificPrefix","value":"Dr"}]"""
        );
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.Null(read.Text("displayName"));
        Assert.Equal("T", read.Text("title"));
        Assert.Equal("Dr", read.Text("name/honorificPrefix"));
    }

    [Fact]
    public async Task Validator_PatchOfTheSameAttribute_AppliesOperationsInOrder()
    {
        var created = await App.CreateUserAsync(Random);
        await App.PatchAsync(
            "Users/" + created.Id,
            """[{"op":"remove","path":"displayName"},{"op":"add","path":"displayName","value":"1"},{"op":"replace","path":"displayName","value":"2"}]"""
        );
        Assert.Equal("2", (await App.GetAsync("Users/" + created.Id)).Text("displayName"));
    }

    [Theory]
    [InlineData("Users")]
    [InlineData("Groups")]
    public async Task Validator_DeleteUnknownResource_IsNotFound(string endpoint) =>
        Assert.Equal(HttpStatusCode.NotFound, (await App.DeleteAsync($"{endpoint}/{Guid.NewGuid()}")).Status);

    [Fact]
    public async Task Validator_DeleteUserTwice_IsNotFound()
    {
        var created = await App.CreateUserAsync(Random);
        Assert.Equal(HttpStatusCode.NoContent, (await App.DeleteAsync("Users/" + created.Id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await App.DeleteAsync("Users/" + created.Id)).Status);
    }

    [Fact]
    public async Task Validator_GetGroupExcludingMembers_OmitsMembers()
    {
        var (group, _) = await GroupWithMemberAsync();
        var without = await App.GetAsync($"Groups/{group.Id}?excludedAttributes=members");
        Assert.Null(without.Json["members"]);
        Assert.NotNull((await App.GetAsync("Groups/" + group.Id)).Json["members"]);
        Assert.Equal(group.Text("displayName"), without.Text("displayName"));
    }

    [Fact]
    public async Task Validator_FilterGroupExcludingMembers_OmitsMembers()
    {
        var (group, user) = await GroupWithMemberAsync();
        var filter = Uri.EscapeDataString($"displayName eq \"{group.Text("displayName")}\"");
        var without = await App.GetAsync($"Groups?excludedAttributes=members&filter={filter}");
        Assert.Equal(group.Id, without.Text("Resources/0/id"));
        Assert.Null(without.Text("Resources/0/members"));
        Assert.Equal(user.Id, (await App.GetAsync($"Groups?filter={filter}")).Text("Resources/0/members/0/value"));
    }

    [Fact]
    public async Task Validator_FilterGroupNameInOtherCase_FindsIt()
    {
        var (group, _) = await GroupWithMemberAsync();
        Assert.Equal(0, (await App.FindAsync($"displayName eq \"{Guid.NewGuid()}\"", "Groups")).Total);
        Assert.Equal(
            group.Id,
            (await App.FindAsync($"displayName eq \"{group.Text("displayName")!.ToUpperInvariant()}\"", "Groups")).Text("Resources/0/id")
        );
    }

    [Fact]
    public async Task Validator_PostDuplicateGroup_IsAConflict()
    {
        var name = Random;
        var body =
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group","http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],"externalId":"{{Guid.NewGuid()}}","displayName":"{{name}}","members":[],"meta":{"resourceType":"Group"} }""";
        var created = await App.PostAsync("Groups", body);
        Assert.Equal(HttpStatusCode.Created, created.Status);
        Assert.Equal(name, created.Text("displayName"));
        var duplicate = await App.PostAsync("Groups", body);
        Assert.Equal(HttpStatusCode.Conflict, duplicate.Status);
        Assert.Equal("uniqueness", duplicate.ScimType);
    }

    [Fact]
    public async Task Validator_PatchGroupAttributes_ChangesThem()
    {
        var (group, _) = await GroupWithMemberAsync();
        var (externalId, name) = (Random, Random);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await App.PatchAsync("Groups/" + group.Id, $$$"""[{"op":"replace","value":{"externalId":"{{{externalId}}}"}}]""")).Status
        );
        Assert.Equal(
            HttpStatusCode.NoContent,
            (
                await App.PatchAsync(
                    "Groups/" + group.Id,
                    $$$"""[{"op":"replace","value":{"id":"{{{group.Id}}}","displayName":"{{{name}}}"}}]"""
                )
            ).Status
        );
        var read = await App.GetAsync("Groups/" + group.Id);
        Assert.Equal(externalId, read.Text("externalId"));
        Assert.Equal(name, read.Text("displayName"));
        Assert.Single(read.Json["members"]!.AsArray());
    }

    [Fact]
    public async Task Validator_PatchGroupMembers_AddsAndRemovesThem()
    {
        var (group, user) = await GroupWithMemberAsync();
        var second = await App.CreateUserAsync(Random);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await App.PatchAsync("Groups/" + group.Id, $$"""[{"op":"add","path":"members","value":[{"value":"{{second.Id}}"}]}]""")).Status
        );
        Assert.Equal(2, (await App.GetAsync("Groups/" + group.Id)).Json["members"]!.AsArray().Count);
        Assert.Equal(
            HttpStatusCode.NoContent,
            (await App.PatchAsync("Groups/" + group.Id, $$"""[{"op":"remove","path":"members[value eq \"{{user.Id}}\"]"}]""")).Status
        );
        Assert.Equal(
            second.Id,
            Assert.Single((await App.GetAsync("Groups/" + group.Id)).Json["members"]!.AsArray())!["value"]!.GetValue<string>()
        );
    }

    [Fact]
    public async Task Validator_PatchGroupMembersTwice_AppliesOperationsInOrder()
    {
        var (group, user) = await GroupWithMemberAsync();
        var second = await App.CreateUserAsync(Random);
        await App.PatchAsync(
            "Groups/" + group.Id,
            $$"""[{"op":"remove","path":"members[value eq \"{{user.Id}}\"]"},{"op":"add","path":"members","value":[{"value":"{{second.Id}}"} ]},{"op":"add","path":"members","value":[{"value":"{{user.Id}}"} ]}]"""
        );
        Assert.Equal(2, (await App.GetAsync("Groups/" + group.Id)).Json["members"]!.AsArray().Count);
    }

    [Fact]
    public async Task Validator_DeleteGroupTwice_IsNotFound()
    {
        var (group, user) = await GroupWithMemberAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await App.DeleteAsync("Groups/" + group.Id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await App.DeleteAsync("Groups/" + group.Id)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await App.GetAsync("Groups/" + group.Id)).Status);
        Assert.Equal(HttpStatusCode.OK, (await App.GetAsync("Users/" + user.Id)).Status);
    }

    private async Task<(ScimAnswerOf Group, ScimAnswerOf User)> GroupWithMemberAsync()
    {
        var user = await App.CreateUserAsync(Random);
        var group = await App.PostAsync(
            "Groups",
            $$"""{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"{{Guid.NewGuid()}}","displayName":"{{Random}}","members":[{"value":"{{user.Id}}"} ] }"""
        );
        Assert.Equal(HttpStatusCode.Created, group.Status);
        return (group, user);
    }
}
