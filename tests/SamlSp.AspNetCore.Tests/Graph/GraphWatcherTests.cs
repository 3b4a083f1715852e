using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Users who are disabled, deleted or signed out at the identity provider lose their sessions here; users beside them do not.</summary>
public sealed class GraphWatcherTests
{
    private const string Delta = GraphServer.BaseUrl + "/users/delta?$deltatoken=";
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly string Alice = TestUsers.Alice.ObjectId;

    [Theory]
    [InlineData("\"accountEnabled\":false", SessionEndCause.AccountDisabled)]
    [InlineData("\"@removed\":{\"reason\":\"changed\"}", SessionEndCause.AccountDisabled)]
    [InlineData("\"@removed\":{\"reason\":\"deleted\"}", SessionEndCause.AccountDisabled)]
    [InlineData("\"accountEnabled\":true,\"signInSessionsValidFromDateTime\":\"{after}\"", SessionEndCause.RevokedByIdentityProvider)]
    [InlineData("\"accountEnabled\":true,\"signInSessionsValidFromDateTime\":\"{before}\"", null)]
    [InlineData("\"accountEnabled\":true", null)]
    [InlineData("\"accountEnabled\":null,\"signInSessionsValidFromDateTime\":null", null)]
    public async Task Watch_ChangedUser_LosesTheSessionsThatAreOver(string change, SessionEndCause? cause)
    {
        var graph = new GraphServer();
        await using var app = await StartAsync(graph);
        var (alice, bob) = (await SignInAsync(app, "alice"), await SignInAsync(app, "bob"));
        var item = change
            .Replace("{after}", Instant(app.Clock.GetUtcNow().AddSeconds(1)), StringComparison.Ordinal)
            .Replace("{before}", Instant(app.Clock.GetUtcNow().AddSeconds(-1)), StringComparison.Ordinal);
        graph.Answer = _ => GraphServer.Ok(Page($$"""{"id":"{{Alice.ToUpperInvariant()}}",{{item}}}"""));
        await ReadAsync(app);
        Assert.Equal(cause, (await app.Sessions.FindAsync(alice.Id, default))!.EndedBy);
        Assert.Null((await app.Sessions.FindAsync(bob.Id, default))!.EndedAt);
    }

    [Fact]
    public async Task Watch_NextTurn_GoesOnWithTheDeltaLink()
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(Page()) };
        await using var app = await StartAsync(graph);
        await ReadAsync(app);
        await ReadAsync(app);
        Assert.Contains("/users/delta?$select=id,accountEnabled", graph.Asked.First().Path, StringComparison.Ordinal);
        Assert.Equal(Delta + "1", graph.Asked.Last().Path);
    }

    [Fact]
    public async Task Watch_BeforeTheInterval_AsksNothing()
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(Page()) };
        await using var app = await StartAsync(graph);
        await ReadAsync(app);
        var asked = graph.Asked.Count;
        await Watcher(app).ReadDueAsync(default);
        app.Clock.Advance(Interval - TimeSpan.FromSeconds(1));
        await Watcher(app).ReadDueAsync(default);
        Assert.Equal(asked, graph.Asked.Count);
    }

    [Theory]
    [InlineData(410, "")]
    [InlineData(400, """{"error":{"code":"syncStateNotFound"}}""")]
    public async Task Watch_ExpiredLink_StartsAnewWithAllUsers(int status, string body)
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(Page()) };
        await using var app = await StartAsync(graph);
        await ReadAsync(app);
        var alice = await SignInAsync(app, "alice");
        graph.Answer = request =>
            request.RequestUri!.Query.Contains("deltatoken", StringComparison.Ordinal)
                ? GraphServer.Error(status, body)
                : GraphServer.Ok(Page($$"""{"id":"{{Alice}}","accountEnabled":false}"""));
        await ReadAsync(app);
        Assert.Equal(SessionEndCause.AccountDisabled, (await app.Sessions.FindAsync(alice.Id, default))!.EndedBy);
    }

    [Theory]
    [InlineData("""{"value":[],"@odata.deltaLink":"https://graph.example.com/v1.0/users/delta?$deltatoken=1"}""", "leads elsewhere")]
    [InlineData("""{"value":[],"@odata.nextLink":"https://graph.microsoft.com/v1.0/groups/delta"}""", "leads elsewhere")]
    [InlineData("""{"value":[]}""", "did not say where the next changes are")]
    [InlineData("""{"value":[{"id":"alice"}]}""", "no GUID")]
    public async Task Watch_AnswerThatCannotBeUsed_IsLoggedOnceAndTriedAgain(string body, string why)
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(body) };
        await using var app = await StartAsync(graph);
        await ReadAsync(app);
        await ReadAsync(app);
        Assert.Single(app.Log.Lines, line => line.Contains(why, StringComparison.Ordinal));
        Assert.Contains(why, app.Services.GetRequiredService<GraphStatus>().Of("contoso").WatchError, StringComparison.Ordinal);
        graph.Answer = _ => GraphServer.Ok(Page());
        await ReadAsync(app);
        Assert.Null(app.Services.GetRequiredService<GraphStatus>().Of("contoso").WatchError);
        Assert.All(graph.Asked, asked => Assert.StartsWith(GraphServer.BaseUrl + "/users/", asked.Path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Watch_ManyPages_EndsTheSessionsOfEach()
    {
        var graph = new GraphServer();
        await using var app = await StartAsync(graph);
        var (alice, bob) = (await SignInAsync(app, "alice"), await SignInAsync(app, "bob"));
        graph.Answer = request =>
            GraphServer.Ok(
                request.RequestUri!.Query.Contains("skiptoken", StringComparison.Ordinal)
                    ? Page($$"""{"id":"{{TestUsers.Member("bob").ObjectId}}","accountEnabled":false}""")
                    : $$"""
                    {"value":[{"id":"{{Alice}}","accountEnabled":false}],
                    "@odata.nextLink":"{{GraphServer.BaseUrl}}/users/delta?$skiptoken=2"}
                    """
            );
        await ReadAsync(app);
        Assert.NotNull((await app.Sessions.FindAsync(alice.Id, default))!.EndedAt);
        Assert.NotNull((await app.Sessions.FindAsync(bob.Id, default))!.EndedAt);
    }

    private static Task<TestApp> StartAsync(GraphServer graph) =>
        TestApp.StartAsync(
            options =>
                options.Organizations["contoso"].Connection.Graph = new()
                {
                    ClientId = "reader",
                    ClientSecret = "s3cret",
                    PollInterval = Interval,
                },
            services => services.AddSingleton<Backchannel>(graph)
        );

    private static GraphWatcher Watcher(TestApp app) => app.Services.GetRequiredService<GraphWatcher>();

    /// <summary>The next turn, once the one that the application itself may have begun is over.</summary>
    private static async Task ReadAsync(TestApp app)
    {
        await Watcher(app).ReadDueAsync(default);
        app.Clock.Advance(Interval);
        await Watcher(app).ReadDueAsync(default);
    }

    private static async Task<Session> SignInAsync(TestApp app, string name)
    {
        using var browser = app.Browser();
        (await browser.SignInAsync(idp => idp.Member(name))).Dispose();
        var sessions = await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = name + "@example.com" }, default);
        return Assert.Single(sessions);
    }

    private static string Page(params string[] items) => $$"""{"value":[{{string.Join(',', items)}}],"@odata.deltaLink":"{{Delta}}1"}""";

    private static string Instant(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
