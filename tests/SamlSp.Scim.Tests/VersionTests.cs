using System.Net;

namespace SamlSp.Scim.Tests;

/// <summary>L10: versions, and parallel changes of one resource.</summary>
public sealed class VersionTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private ScimApp App => shared.App;

    private static string Random => Guid.NewGuid().ToString("N")[..12];

    // L10
    [Theory]
    [InlineData("Users")]
    [InlineData("Groups")]
    public async Task Version_OldIfMatch_ChangesNothing(string endpoint)
    {
        var created = await App.PostAsync(endpoint, endpoint == "Users" ? ScimApp.User(Random) : $$"""{"displayName":"{{Random}}"}""");
        var version = created.Text("meta/version")!;
        Assert.Equal(version, created.Message.Headers.ETag!.ToString());
        Assert.Equal(
            HttpStatusCode.NotModified,
            (
                await App.SendAsync(
                    HttpMethod.Get,
                    $"{endpoint}/{created.Id}",
                    null,
                    change: r => r.Headers.TryAddWithoutValidation("If-None-Match", version)
                )
            ).Status
        );

        var (first, second) = (Random, Random);
        Assert.True((await ChangeAsync(first)).Message.IsSuccessStatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await ChangeAsync(second)).Status);
        Assert.Equal(
            HttpStatusCode.PreconditionFailed,
            (
                await App.SendAsync(
                    HttpMethod.Delete,
                    $"{endpoint}/{created.Id}",
                    null,
                    change: r => r.Headers.TryAddWithoutValidation("If-Match", version)
                )
            ).Status
        );
        var read = await App.GetAsync($"{endpoint}/{created.Id}");
        Assert.Equal(first, read.Text("displayName"));
        Assert.Equal(
            HttpStatusCode.OK,
            (
                await App.SendAsync(
                    HttpMethod.Get,
                    $"{endpoint}/{created.Id}",
                    null,
                    change: r => r.Headers.TryAddWithoutValidation("If-None-Match", version)
                )
            ).Status
        );

        Task<ScimAnswerOf> ChangeAsync(string name) =>
            App.SendAsync(
                HttpMethod.Patch,
                $"{endpoint}/{created.Id}",
                $$"""{"Operations":[{"op":"replace","path":"displayName","value":"{{name}}"}]}""",
                change: r => r.Headers.TryAddWithoutValidation("If-Match", version)
            );
    }

    // L10
    [Fact]
    public async Task Version_ParallelPatches_AreAllKept()
    {
        var created = await App.CreateUserAsync(Random);
        string[] attributes = ["title", "nickName", "locale", "timezone", "preferredLanguage", "userType", "profileUrl", "displayName"];
        var answers = await Task.WhenAll(
            attributes.Select(a => App.PatchAsync("Users/" + created.Id, $$"""[{"op":"replace","path":"{{a}}","value":"v-{{a}}"}]"""))
        );
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.Status));
        var read = await App.GetAsync("Users/" + created.Id);
        Assert.All(attributes, a => Assert.Equal("v-" + a, read.Text(a)));
    }

    // L10
    [Fact]
    public async Task Version_ParallelCreatesOfOneUser_OneSucceeds()
    {
        var body = ScimApp.User(Random);
        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => App.PostAsync("Users", body)));
        Assert.Single(answers, a => a.Status == HttpStatusCode.Created);
        Assert.All(answers.Where(a => a.Status != HttpStatusCode.Created), a => Assert.Equal(HttpStatusCode.Conflict, a.Status));
    }
}
