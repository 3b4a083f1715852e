using System.Net;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Claims;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A user who is in too many groups for the token, and Microsoft Graph, which may fail in many ways.</summary>
public sealed class GroupOverageTests
{
    private const string Link = "https://graph.windows.net/another-tenant/users/another-user/getMemberObjects";
    private const string Role = "reader";
    private static readonly string Reader = GraphServer.Group(2917);

    /// <summary>Graph's address of the user's groups.</summary>
    private static readonly string Members = $"{GraphServer.BaseUrl}/users/{TestUsers.Alice.ObjectId}/getMemberObjects";

    [Fact]
    public async Task SignIn_ThreeThousandGroups_GetsTheRoleOfOneOfThem()
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(GraphServer.Page(Enumerable.Range(1, 3000).Select(GraphServer.Group))) };
        await using var app = await StartAsync(graph);
        var session = await SignInAsync(app);
        Assert.Equal([Role], session!.Roles);

        // By the tenant and the user that were proven, not by the address in the token.
        var (url, form) = Assert.Single(graph.TokensAsked);
        Assert.Equal($"https://login.microsoftonline.com/{TestTenant.Id}/oauth2/v2.0/token", url.AbsoluteUri);
        Assert.Equal("https://graph.microsoft.com/.default", form["scope"]);
        Assert.Equal(("POST", Members, "token-1"), Assert.Single(graph.Asked));

        // The session keeps what was asserted, and not thousands of groups.
        Assert.DoesNotContain(session.Claims.Values, values => values.Contains(Reader));
        Assert.Contains("3,000 groups were read", await CheckAsync(app), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithoutGraph_SaysWhyThereIsNoRole()
    {
        await using var app = await StartAsync(new(), graph: null);
        Assert.Empty((await SignInAsync(app))!.Roles);
        Assert.Contains("Set Connection:Graph", await CheckAsync(app), StringComparison.Ordinal);
        Assert.Empty((await SignInAsync(app))!.Roles);
        Assert.Single(app.Log.Lines, line => line.Contains("too many groups for the token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task SignIn_GroupsInTheToken_AsksNobody()
    {
        var graph = new GraphServer();
        await using var app = await StartAsync(graph);
        using var browser = app.Browser();
        (await browser.SignInAsync(idp => idp.Member().Attribute(EntraClaims.Groups, Reader))).Dispose();
        Assert.Equal([Role], Assert.Single(await SessionsAsync(app)).Roles);
        Assert.Empty(graph.Asked);
    }

    [Fact]
    public async Task SignIn_WithinMinutes_AsksOnce()
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(GraphServer.Page([Reader])) };
        await using var app = await StartAsync(graph);
        await SignInAsync(app);
        await SignInAsync(app);
        Assert.Single(graph.Asked);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        await SignInAsync(app);
        Assert.Equal(2, graph.Asked.Count);

        // The token goes on until shortly before it expires.
        Assert.Single(graph.TokensAsked);
        app.Clock.Advance(TimeSpan.FromMinutes(55));
        await SignInAsync(app);
        Assert.Equal(["token-1", "token-1", "token-2"], graph.Asked.Select(asked => asked.Token));
    }

    [Fact]
    public async Task SignIn_GroupsOnSeveralPages_ReadsThemAll()
    {
        var graph = new GraphServer();
        graph.Answer = request =>
            GraphServer.Ok(
                request.RequestUri!.Query.Length == 0
                    ? GraphServer.Page([GraphServer.Group(1)], Members + "?$skiptoken=2")
                    : GraphServer.Page([Reader])
            );
        await using var app = await StartAsync(graph);
        Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        Assert.Equal(2, graph.Asked.Count);
    }

    [Theory]
    [InlineData("https://graph.microsoft.com.example/v1.0/users/{0}/getMemberObjects?$skiptoken=2")]
    [InlineData("http://graph.microsoft.com/v1.0/users/{0}/getMemberObjects?$skiptoken=2")]
    [InlineData("https://graph.microsoft.com/v1.0/users/00000000-0000-0000-0000-000000000001/getMemberObjects?$skiptoken=2")]
    [InlineData("https://graph.microsoft.com/v1.0/users/{0}/../00000000-0000-0000-0000-000000000001/getMemberObjects")]
    [InlineData("https://a@graph.microsoft.com/v1.0/users/{0}/getMemberObjects")]
    [InlineData("/v1.0/users/{0}/getMemberObjects")]
    public async Task SignIn_NextPageElsewhere_IsRefusedAndNotAsked(string next)
    {
        var link = next.Replace("{0}", TestUsers.Alice.ObjectId, StringComparison.Ordinal);
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(GraphServer.Page([Reader], link)) };
        await using var app = await StartAsync(graph);
        await RefusedAsync(app, "leads elsewhere");
        Assert.Single(graph.Asked);
    }

    [Theory]
    [InlineData("""{"value":["one"]}""", "no GUID")]
    [InlineData("""{"value":[17]}""", "no GUID")]
    [InlineData("""{"value":"one"}""", "with a list")]
    [InlineData("""[]""", "with a list")]
    [InlineData("<html>", "with JSON")]
    public async Task SignIn_AnswerThatIsNoList_IsRefused(string body, string why)
    {
        await using var app = await StartAsync(new() { Answer = _ => GraphServer.Ok(body) });
        await RefusedAsync(app, why);
    }

    [Fact]
    public async Task SignIn_MoreGroupsThanAllowed_IsRefusedRatherThanPartlyRead()
    {
        var graph = new GraphServer
        {
            Answer = _ => GraphServer.Ok(GraphServer.Page(Enumerable.Range(1, 100_000).Select(GraphServer.Group))),
        };
        await using var app = await StartAsync(graph);
        await RefusedAsync(app, "more than 11,000 groups");
    }

    [Fact]
    public async Task SignIn_MoreGroupsThanGraphGivesAtOnce_ReadsThemPageByPage()
    {
        var graph = new GraphServer();
        graph.Answer = request =>
            request.Method == HttpMethod.Post ? GraphServer.Error(400, """{"error":{"code":"Directory_ResultSizeLimitExceeded"}}""")
            : request.Headers.GetValues("ConsistencyLevel").Single() == "eventual" ? GraphServer.Ok($$"""{"value":[{"id":"{{Reader}}"}]}""")
            : GraphServer.Error(400);
        await using (var app = await StartAsync(graph, new() { MaxGroups = 20_000 }))
        {
            Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        }

        await using var bounded = await StartAsync(graph);
        await RefusedAsync(bounded, "Directory_ResultSizeLimitExceeded");
    }

    [Theory]
    [InlineData(403, """{"error":{"code":"Authorization_RequestDenied","message":"secret"}}""", "withdrawn the consent")]
    [InlineData(404, """{"error":{"code":"Request_ResourceNotFound"}}""", "no such user")]
    [InlineData(500, "", "answered 500")]
    [InlineData(503, """{"error":{"code":"</script>"}}""", "answered 503: it is busy")]
    [InlineData(429, "", "answered 429: it is busy")]
    public async Task SignIn_GraphAnswersWithAnError_IsRefusedWithTheReason(int status, string body, string why)
    {
        await using var app = await StartAsync(new() { Answer = _ => GraphServer.Error(status, body) });
        await RefusedAsync(app, why);
        Assert.DoesNotContain("secret", app.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("script", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_GraphDown_IsRefusedWithTheReason()
    {
        await using var app = await StartAsync(new() { Answer = _ => throw new HttpRequestException("no route") });
        await RefusedAsync(app, "cannot be reached: no route");
    }

    [Fact]
    public async Task SignIn_GraphSlow_IsRefusedAfterTheTimeout()
    {
        var graph = new GraphServer { Answer = _ => new TaskCompletionSource<(int, string, int?)>().Task };
        await using var app = await StartAsync(graph, new() { Timeout = TimeSpan.FromSeconds(1) });
        await RefusedAsync(app, "did not answer within 1 seconds");
    }

    [Fact]
    public async Task SignIn_GraphAsksToWaitAMoment_WaitsAndGoesOn()
    {
        var graph = new GraphServer();
        await using var app = await StartAsync(graph);
        graph.Answer = _ => graph.Asked.Count == 1 ? GraphServer.Error(429, retryAfter: 1) : GraphServer.Ok(GraphServer.Page([Reader]));
        Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        Assert.Equal(2, graph.Asked.Count);
    }

    [Fact]
    public async Task SignIn_GraphAsksToWaitLong_IsRefusedAndGraphIsLeftInPeace()
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Error(429, retryAfter: 120) };
        await using var app = await StartAsync(graph);
        await RefusedAsync(app, "asks to wait until");
        graph.Answer = _ => GraphServer.Ok(GraphServer.Page([Reader]));
        await RefusedAsync(app, "asks to wait until");
        Assert.Single(graph.Asked);
        app.Clock.Advance(TimeSpan.FromSeconds(121));
        Assert.Equal([Role], (await SignInAsync(app))!.Roles);
    }

    [Fact]
    public async Task SignIn_TokenRefused_AsksForAnotherOnce()
    {
        var graph = new GraphServer();
        graph.Answer = request =>
            request.Headers.Authorization!.Parameter == "token-1"
                ? GraphServer.Error(401, """{"error":{"code":"InvalidAuthenticationToken"}}""")
                : GraphServer.Ok(GraphServer.Page([Reader]));
        await using var app = await StartAsync(graph);
        Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        Assert.Equal(["token-1", "token-2"], graph.Asked.Select(asked => asked.Token));
    }

    [Theory]
    [InlineData(401, """{"error":"invalid_client","error_description":"AADSTS7000222: expired s3cret"}""", "AADSTS7000222")]
    [InlineData(200, """{"access_token":"a b","expires_in":3599}""", "no access token")]
    [InlineData(200, """{"access_token":"a","expires_in":"soon"}""", "no access token")]
    [InlineData(200, "<html>", "did not answer with JSON")]
    public async Task SignIn_TokenEndpointRefuses_IsRefusedWithTheReason(int status, string body, string why)
    {
        var graph = new GraphServer { TokenAnswer = (status, body) };
        await using var app = await StartAsync(graph);
        await RefusedAsync(app, why);
        Assert.Empty(graph.Asked);
        Assert.DoesNotContain("s3cret", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_GraphFailsAndRolesAreKept_GoesOnWithThoseOfTheLastSignIn()
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(GraphServer.Page([Reader, GraphServer.Group(1)])) };
        await using var app = await StartAsync(graph, new() { OnFailure = GraphFailure.KeepRoles });
        Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        app.Clock.Advance(TimeSpan.FromMinutes(6));
        graph.Answer = _ => GraphServer.Error(500);
        Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        Assert.Contains("goes on with the groups that gave roles at the last one", await CheckAsync(app), StringComparison.Ordinal);

        // Somebody else had none.
        Assert.Empty((await SignInAsync(app, idp => idp.Member("bob")))!.Roles);
    }

    [Fact]
    public async Task SignIn_GraphFailsAndRulesAskForAGroup_IsRefusedThoughRolesAreKept()
    {
        var graph = new GraphServer { Answer = _ => GraphServer.Error(500) };
        await using var app = await StartAsync(
            graph,
            new() { OnFailure = GraphFailure.KeepRoles },
            contoso =>
                contoso.NameId.Conditions = [
                    new()
                    {
                        UserType = "any",
                        Source = "attribute",
                        Attribute = "user.mail",
                        MemberOf = [Reader],
                    },
                ]
        );
        await RefusedAsync(app, "claim rules that ask for a group");
    }

    [Fact]
    public async Task SignIn_TenantOfTheSettingsIsAnother_IsRefused()
    {
        var graph = new GraphServer();
        await using var app = await StartAsync(graph, new() { TenantId = TestTenant.HomeId });
        await RefusedAsync(app, "of another tenant");
        Assert.Empty(graph.TokensAsked);
    }

    [Fact]
    public async Task Token_FederatedCredential_IsReadFromTheFile()
    {
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "header.payload.signature\n");
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(GraphServer.Page([Reader])) };
        GraphOptions federated = new() { ClientAuthentication = ClientAuthenticationMethod.FederatedToken, FederatedTokenFile = file };
        await using (var app = await StartAsync(graph, federated))
        {
            Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        }

        var form = Assert.Single(graph.TokensAsked).Form;
        Assert.Equal("header.payload.signature", form["client_assertion"]);
        Assert.False(form.ContainsKey("client_secret"));
        File.Delete(file);
        await using var without = await StartAsync(graph, federated);
        await RefusedAsync(without, "federated token file cannot be read");
    }

    [Fact]
    public async Task Token_OwnKey_IsAnAssertionForTheTokenEndpoint()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp").FullName;
        var graph = new GraphServer { Answer = _ => GraphServer.Ok(GraphServer.Page([Reader])) };
        GraphOptions own = new() { ClientAuthentication = ClientAuthenticationMethod.PrivateKeyJwt };
        await using (var app = await StartAsync(graph, own, options: options => options.Certificates.Directory = folder))
        {
            Assert.Equal([Role], (await SignInAsync(app))!.Roles);
        }

        System.IO.Directory.Delete(folder, recursive: true);
        var (url, form) = Assert.Single(graph.TokensAsked);
        var assertion = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(form["client_assertion"]);
        Assert.Equal(("PS256", "reader", url.AbsoluteUri), (assertion.Alg, assertion.Subject, Assert.Single(assertion.Audiences)));
        Assert.True(assertion.TryGetHeaderValue<string>("x5t#S256", out _));

        // Without a key there is nothing to start with.
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => StartAsync(new(), own));
        Assert.Contains("Graph:ClientAuthentication: there is no key to sign with", refused.Message, StringComparison.Ordinal);
    }

    private static Task<TestApp> StartAsync(GraphServer graph) => StartAsync(graph, new());

    private static Task<TestApp> StartAsync(
        GraphServer server,
        GraphOptions? graph,
        Action<OrganizationOptions>? configure = null,
        Action<SamlSpOptions>? options = null
    )
    {
        if (graph is not null)
        {
            (graph.ClientId, graph.PollInterval) = ("reader", TimeSpan.Zero);
            graph.ClientSecret = graph.ClientAuthentication == ClientAuthenticationMethod.ClientSecret ? "s3cret" : null;
        }

        return TestApp.StartAsync(
            saml =>
            {
                var contoso = saml.Organizations["contoso"];
                contoso.Roles[Role] = [Reader];
                contoso.Connection.Graph = graph;
                configure?.Invoke(contoso);
                options?.Invoke(saml);
            },
            services => services.AddSingleton<Backchannel>(server)
        );
    }

    /// <summary>Signs in a user with a link in place of the groups; gives the session, or null.</summary>
    private static async Task<Session?> SignInAsync(TestApp app, Func<TestIdp, TestIdp>? who = null)
    {
        var before = (await SessionsAsync(app)).Select(session => session.Id).ToList();
        using var browser = app.Browser();
        using var response = await browser.SignInAsync(idp =>
            (who?.Invoke(idp) ?? idp.Member()).WithoutAttribute(EntraClaims.Groups).Attribute(EntraClaims.GroupsLink, Link)
        );
        return (await SessionsAsync(app)).SingleOrDefault(session => !before.Contains(session.Id, StringComparer.Ordinal));
    }

    private static async Task RefusedAsync(TestApp app, string why)
    {
        using var browser = app.Browser();
        using var response = await browser.SignInAsync(idp =>
            idp.Member().WithoutAttribute(EntraClaims.Groups).Attribute(EntraClaims.GroupsLink, Link)
        );
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("Refused: " + SignInRefusalCodes.GroupsUnavailable, app.Log.Text, StringComparison.Ordinal);
        Assert.Contains(why, await CheckAsync(app), StringComparison.Ordinal);
    }

    /// <summary>What the newest trace says of the groups.</summary>
    private static async Task<string> CheckAsync(TestApp app)
    {
        await app.Services.GetRequiredService<SignInTraceWriter>().FlushAsync(default);
        var traces = await app.Services.GetRequiredService<ISignInTraceStore>().ListAsync(new() { Organization = "contoso" }, default);
        return traces[0].Checks.Single(check => check.Check == SignInChecks.Groups).Detail!;
    }

    private static async Task<IReadOnlyList<Session>> SessionsAsync(TestApp app)
    {
        var sessions = new List<Session>();
        foreach (var name in new[] { "alice@example.com", "bob@example.com" })
        {
            sessions.AddRange(await app.Sessions.ListAsync(new() { Organization = "contoso", NameId = name }, default));
        }

        return sessions;
    }
}
