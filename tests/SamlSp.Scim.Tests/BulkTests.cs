using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.Scim.Tests;

/// <summary>Bulk requests: operations that share a transaction end as each of them would by itself.</summary>
public sealed class BulkTests(SharedApp shared) : IClassFixture<SharedApp>
{
    private ScimApp App => shared.App;

    private static string Random => Guid.NewGuid().ToString("N")[..12];

    [Fact]
    public async Task Bulk_OperationThatNeedsAnEarlierOne_FindsItDone()
    {
        var (name, group) = (Random, Random);
        var there = await App.CreateUserAsync(name);
        var bulk = await SendAsync(
            // The name is taken until it is deleted.
            $$"""{"method":"DELETE","path":"/Users/{{there.Id}}"}""",
            $$"""{"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"{{name}}"} }""",
            // The resource is changed twice.
            """{"method":"PATCH","path":"/Users/bulkId:a","data":{"Operations":[{"op":"replace","path":"title","value":"One"}]} }""",
            """{"method":"PATCH","path":"/Users/bulkId:a","data":{"Operations":[{"op":"replace","path":"locale","value":"ko"}]} }""",
            $$"""{"method":"POST","path":"/Groups","bulkId":"g","data":{"displayName":"{{group}}","members":[{"value":"bulkId:a"}]} }"""
        );
        Assert.Equal(["204", "201", "200", "200", "201"], Statuses(bulk));
        var user = (await App.FindAsync($"userName eq \"{name}\"")).Resources.Single();
        Assert.Equal(("One", "ko"), (user["title"]!.GetValue<string>(), user["locale"]!.GetValue<string>()));
        Assert.Equal(group, user["groups"]![0]!["display"]!.GetValue<string>());
    }

    [Fact]
    public async Task Bulk_OperationsThatCollide_OnlyTheLaterIsRefused()
    {
        var (name, other, external) = (Random, Random, Guid.NewGuid());
        var bulk = await SendAsync(
            $$"""{"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"{{name}}","externalId":"{{external}}"} }""",
            $$"""{"method":"POST","path":"/Users","bulkId":"b","data":{"userName":"{{name}}"} }""",
            $$"""{"method":"POST","path":"/Users","bulkId":"c","data":{"userName":"{{other}}","externalId":"{{external}}"} }""",
            $$"""{"method":"POST","path":"/Users","bulkId":"d","data":{"userName":"{{other}}"} }"""
        );
        Assert.Equal(["201", "409", "409", "201"], Statuses(bulk));
        Assert.Equal(1, (await App.FindAsync($"userName eq \"{name}\"")).Total);
        Assert.Equal(1, (await App.FindAsync($"userName eq \"{other}\"")).Total);
    }

    [Fact]
    public async Task Bulk_UserDeletedBeforeJoiningAGroup_IsNoMember()
    {
        var (name, group) = (Random, Random);
        var user = await App.CreateUserAsync(name);
        var made = await App.PostAsync("Groups", $$"""{"displayName":"{{group}}"}""");
        var bulk = await SendAsync(
            $$"""{"method":"DELETE","path":"/Users/{{user.Id}}"}""",
            $$"""{"method":"PATCH","path":"/Groups/{{made.Id}}","data":{"Operations":[{"op":"add","path":"members","value":[{"value":"{{user.Id}}"}]}]} }"""
        );
        Assert.Equal("204", Statuses(bulk)[0]);
        Assert.Null((await App.GetAsync("Groups/" + made.Id)).Json["members"]);
    }

    [Fact]
    public async Task Bulk_ManyCreations_ShareTransactions()
    {
        var log = new RoundTrips();
        await using var app = await ScimApp.StartAsync(services: services =>
            services.AddLogging(logging => logging.AddProvider(log).AddFilter<RoundTrips>("SamlSp.Directory.Store", LogLevel.Debug))
        );
        await app.PostAsync("Users", ScimApp.User("first"));
        log.Clear();
        var bulk = await SendAsync(
            app,
            [
                .. Enumerable
                    .Range(0, 250)
                    .Select(i => $$"""{"method":"POST","path":"/Users","bulkId":"{{i}}","data":{"userName":"many{{i}}"} }"""),
            ]
        );
        Assert.All(Statuses(bulk), status => Assert.Equal("201", status));
        Assert.Equal(251, (await app.GetAsync("Users?count=0")).Total);
        Assert.Equal([100, 100, 50], log.Created);
    }

    [Fact]
    public async Task Bulk_ErrorLimit_LeavesTheRestUndone()
    {
        var (name, rest) = (Random, Random);
        var answer = await App.PostAsync(
            "Bulk",
            $$"""
            {"failOnErrors":1,"Operations":[
            {"method":"POST","path":"/Users","bulkId":"a","data":{"userName":"{{name}}"} },
            {"method":"DELETE","path":"/Users/unknown"},
            {"method":"POST","path":"/Users","bulkId":"b","data":{"userName":"{{rest}}"} }]}
            """
        );
        Assert.Equal(["201", "404"], Statuses(answer));
        Assert.Equal(1, (await App.FindAsync($"userName eq \"{name}\"")).Total);
        Assert.Equal(0, (await App.FindAsync($"userName eq \"{rest}\"")).Total);
    }

    /// <summary>How many users each round trip to the database has created.</summary>
    private sealed class RoundTrips : LogSink
    {
        private readonly List<int> _created = [];

        public IEnumerable<int> Created => _created.Where(count => count > 0);

        public void Clear() => _created.Clear();

        protected override void Add(
            LogLevel level,
            EventId id,
            string text,
            IReadOnlyList<KeyValuePair<string, object?>> values,
            Exception? exception
        )
        {
            if (id.Name == "Batch")
            {
                _created.Add(0);
            }
            else if (id.Name == "Statement" && text.Contains("INSERT INTO users", StringComparison.Ordinal))
            {
                _created[^1]++;
            }
        }
    }

    private Task<ScimAnswerOf> SendAsync(params string[] operations) => SendAsync(App, operations);

    private static async Task<ScimAnswerOf> SendAsync(ScimApp app, string[] operations)
    {
        var answer = await app.PostAsync("Bulk", $$"""{"Operations":[{{string.Join(',', operations)}}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        return answer;
    }

    private static List<string> Statuses(ScimAnswerOf bulk) =>
        [.. bulk.Json["Operations"]!.AsArray().Select(o => o!["status"]!.GetValue<string>())];
}
