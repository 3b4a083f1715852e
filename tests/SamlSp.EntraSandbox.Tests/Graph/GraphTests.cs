using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.EntraSandbox.Tests;

/// <summary>The stand-in for Microsoft Graph, as an app with a client secret asks it.</summary>
public sealed class GraphTests : IAsyncLifetime
{
    private const string Secret = "correct~secret";
    private const string Delta = "/users/delta";
    private readonly MutableTimeProvider _clock = TestClock.Create();
    private WebApplication _app = null!;
    private HttpClient _client = null!;

    private EntraSandboxTenant Tenant => _app.Services.GetRequiredService<EntraSandboxTenant>();

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseTestServer();
        builder.Services.AddSingleton<TimeProvider>(_clock);
        builder.Services.AddEntraSandbox(sandbox =>
        {
            sandbox.SigningCertificate = TestCertificates.Idp;
            sandbox.Clients.Add(Client("may"));
            sandbox.Clients.Add(Client("may-not") with { MayReadGraph = false });
            for (var i = 0; i < 150; i++)
            {
                sandbox.AdditionalUsers.Add(User(i, groups: i == 0 ? 12_000 : 3));
            }
        });
        _app = builder.Build();
        _app.MapEntraSandbox();
        await _app.StartAsync();
        _client = _app.GetTestClient();
    }

    public async Task DisposeAsync() => await _app.DisposeAsync();

    [Fact]
    public async Task Graph_WithoutAToken_AnswersNothing()
    {
        Assert.Equal((HttpStatusCode.Unauthorized, "InvalidAuthenticationToken"), await ErrorAsync(Tenant.GraphUrl + Delta));
        await AuthenticateAsync("may-not");
        Assert.Equal((HttpStatusCode.Forbidden, "Authorization_RequestDenied"), await ErrorAsync(Tenant.GraphUrl + Delta));
        await AuthenticateAsync("may");
        Assert.Equal(HttpStatusCode.OK, (await _client.GetAsync(Tenant.GraphUrl + Delta)).StatusCode);
    }

    [Theory]
    [InlineData("wrong", "scope/.default", "invalid_client")]
    [InlineData(Secret, "user.read", "invalid_scope")]
    public async Task Token_WrongSecretOrScope_IsNotGiven(string secret, string scope, string error) =>
        Assert.Equal(error, (await TokenAsync("may", secret, scope)).GetProperty("error").GetString());

    [Fact]
    public async Task MemberObjects_OfAUser_AreTheGroupsUpToTheLimit()
    {
        await AuthenticateAsync("may");
        var answer = await PostAsync(User(1, 3).ObjectId, """{"securityEnabledOnly":true}""");
        Assert.Equal(3, (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("value").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(User(1, 3).ObjectId, "{}")).StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await PostAsync(User(1, 3).ObjectId, "<html>")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await PostAsync(Guid.Empty.ToString(), """{"securityEnabledOnly":true}""")).StatusCode);
        var tooMany = await PostAsync(User(0, 0).ObjectId, """{"securityEnabledOnly":true}""");
        Assert.Contains("Directory_ResultSizeLimitExceeded", await tooMany.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task TransitiveMemberOf_ManyGroups_ComesByPages()
    {
        await AuthenticateAsync("may");
        var path = $"{Tenant.GraphUrl}/users/{User(0, 0).ObjectId}/transitiveMemberOf/microsoft.graph.group?$top=999&$count=true";
        Assert.Equal((HttpStatusCode.BadRequest, "Request_UnsupportedQuery"), await ErrorAsync(path));
        _client.DefaultRequestHeaders.Add("ConsistencyLevel", "eventual");
        var groups = new HashSet<string>();
        for (string? next = path; next is not null; )
        {
            var page = await _client.GetFromJsonAsync<JsonElement>(next);
            groups.UnionWith(page.GetProperty("value").EnumerateArray().Select(group => group.GetProperty("id").GetString()!));
            next = page.TryGetProperty("@odata.nextLink", out var link) ? link.GetString() : null;
        }

        Assert.Equal(12_000, groups.Count);
    }

    [Fact]
    public async Task Delta_AfterAllUsers_HasThoseWhoChanged()
    {
        await AuthenticateAsync("may");

        // A user who changes while the pages are read comes by the next link; nobody is left out.
        var (first, next) = await ReadAsync(Tenant.GraphUrl + Delta);
        Assert.Equal(100, first.Count);
        Tenant.SetEnabled("user0", isEnabled: false);
        var (second, link) = await ReadAsync(next);
        Assert.Equal(Tenant.Users.Count, first.Concat(second).Select(Id).Distinct().Count());
        var (changed, again) = await ReadAsync(link);
        Assert.Equal((User(0, 0).ObjectId, false), (Id(changed.Single()), changed.Single().GetProperty("accountEnabled").GetBoolean()));
        Assert.Empty((await ReadAsync(again)).Users);

        _clock.Advance(TimeSpan.FromMinutes(1));
        Tenant.SetDeleted("user1", isDeleted: true);
        Tenant.RevokeSignInSessions("user2");
        Tenant.RevokeSignInSessions("user2");
        (changed, _) = await ReadAsync(again);
        Assert.Equal([User(1, 0).ObjectId, User(2, 0).ObjectId], changed.Select(Id));
        Assert.True(changed[0].TryGetProperty("@removed", out _));
    }

    [Fact]
    public async Task Delta_LinkOfAnotherProcess_HasToStartAnew()
    {
        await AuthenticateAsync("may");
        Assert.Equal(
            (HttpStatusCode.BadRequest, "syncStateNotFound"),
            await ErrorAsync(Tenant.GraphUrl + Delta + "?$deltatoken=another.0.0.0")
        );
    }

    private static string Id(JsonElement user) => user.GetProperty("id").GetString()!;

    private static SandboxClient Client(string id) =>
        new()
        {
            ClientId = id,
            ClientSecret = Secret,
            RedirectUris = [],
        };

    private static SandboxUser User(int number, int groups) =>
        new()
        {
            Id = "user" + number,
            ObjectId = $"aaaaaaaa-0000-4000-8000-{number:x12}",
            SignInName = $"user{number}@example.com",
            UserPrincipalName = $"user{number}@example.com",
            LocalUserPrincipalName = $"user{number}@example.com",
            IdentityProvider = "https://sts.windows.net/3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11/",
            UserType = UserType.Member,
            GivenName = "User",
            Surname = "Number",
            Groups = [.. Enumerable.Range(0, groups).Select(group => $"bbbbbbbb-0000-4000-8000-{group:x12}")],
        };

    private async Task<(IReadOnlyList<JsonElement> Users, string Next)> ReadAsync(string url)
    {
        var page = await _client.GetFromJsonAsync<JsonElement>(url);
        var link = page.TryGetProperty("@odata.nextLink", out var next) ? next : page.GetProperty("@odata.deltaLink");
        return ([.. page.GetProperty("value").EnumerateArray()], link.GetString()!);
    }

    private async Task<(HttpStatusCode Status, string? Code)> ErrorAsync(string url)
    {
        using var answer = await _client.GetAsync(url);
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return (answer.StatusCode, body.GetProperty("error").GetProperty("code").GetString());
    }

    private Task<HttpResponseMessage> PostAsync(string user, string body) =>
        _client.PostAsync(
            $"{Tenant.GraphUrl}/users/{user}/getMemberObjects",
            new StringContent(body, new MediaTypeHeaderValue("application/json"))
        );

    private async Task AuthenticateAsync(string client) =>
        _client.DefaultRequestHeaders.Authorization = new(
            "Bearer",
            (await TokenAsync(client, Secret, "scope/.default")).GetProperty("access_token").GetString()
        );

    private async Task<JsonElement> TokenAsync(string client, string secret, string scope)
    {
        using var form = new FormUrlEncodedContent(
            new Dictionary<string, string>
            {
                ["grant_type"] = "client_credentials",
                ["client_id"] = client,
                ["client_secret"] = secret,
                ["scope"] = scope,
            }
        );
        using var answer = await _client.PostAsync(Tenant.TokenUrl, form);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }
}
