using SamlSp.AspNetCore;
using Xunit.Abstractions;

namespace SamlSp.Directory.Tests;

/// <summary>Organizations that are changed while two nodes run on PostgreSQL.</summary>
public sealed class PostgreSqlOrganizationTests(PostgreSqlServer server, ITestOutputHelper output) : IClassFixture<PostgreSqlServer>
{
    [PostgreSqlFact]
    public async Task PostgreSql_OrganizationSavedOnOneNode_SignsInOnTheOther()
    {
        await using var database = TestStore.On(await server.NewDatabaseAsync());
        await using var first = database.Another(OrganizationNodes.AddSignIn);
        await first.StartAsync();
        await using var second = database.Another(OrganizationNodes.AddSignIn);
        await second.StartAsync();
        var created = await first.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default);
        Assert.True(created.Saved, string.Join("; ", created.Errors));
        output.WriteLine(
            $"seen on the other node after {await OrganizationNodes.UntilAsync(() => second.Registry().TryGet("contoso", out _)):g}"
        );
        Assert.NotNull((await second.SignInAsync()).Session);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_StricterSavedPolicy_ShortensSessionsOnBothNodes()
    {
        await using var database = TestStore.On(await server.NewDatabaseAsync());
        await using var first = database.Another(OrganizationNodes.AddSignIn);
        await first.StartAsync();
        await using var second = database.Another(OrganizationNodes.AddSignIn);
        await second.StartAsync();
        Assert.True((await first.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default)).Saved);
        await OrganizationNodes.UntilAsync(() => second.Registry().TryGet("contoso", out _));
        var settings = OrganizationNodes.Contoso();
        settings.OrgUnits["/guests"] = new()
        {
            Session = new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(2) },
        };
        var (before, signingIn, saving) = (
            (await second.SignInAsync(idp => idp.EntraGuest())).Session!,
            Task.WhenAll(Enumerable.Range(0, 10).Select(_ => second.SignInAsync(idp => idp.EntraGuest()))),
            first.Organizations().SaveAsync("contoso", settings, 1, "owner-1", default)
        );
        Assert.True((await saving).Saved);
        foreach (var session in (await signingIn).Select(outcome => outcome.Session!).Append(before))
        {
            Assert.Equal(session.AuthenticatedAt.AddHours(2), (await first.Sessions.FindAsync(session.Id, default))!.ExpiresAt);
        }

        await second.Feed.PollAsync(default);
        Assert.Equal(before.AuthenticatedAt.AddHours(2), (await second.Sessions.FindAsync(before.Id, default))!.ExpiresAt);
    }

    [PostgreSqlFact]
    public async Task PostgreSql_ParallelSavesOfOneIdentityProvider_OneSucceeds()
    {
        await using var database = TestStore.On(await server.NewDatabaseAsync());
        await using var first = database.Another(OrganizationNodes.AddSignIn);
        await first.StartAsync();
        await using var second = database.Another(OrganizationNodes.AddSignIn);
        await second.StartAsync();
        var (one, other) = (OrganizationNodes.Contoso(), OrganizationNodes.Contoso());
        other.Domains = ["other.example"];
        var results = await Task.WhenAll(
            first.Organizations().CreateAsync("one", one, "owner-1", default),
            second.Organizations().CreateAsync("other", other, "owner-2", default)
        );
        Assert.Single(results, r => r.Saved);
    }
}
