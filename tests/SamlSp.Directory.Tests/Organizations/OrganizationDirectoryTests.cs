using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Protocol;
using SamlSp.Testing;
using Xunit.Abstractions;

namespace SamlSp.Directory.Tests;

public sealed class OrganizationDirectoryTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Organization_SavedOnOneNode_SignsInOnTheOther()
    {
        await using var first = OrganizationNodes.OnSqlite();
        await first.StartAsync();
        await using var second = first.Another(OrganizationNodes.AddSignIn);
        await second.StartAsync();
        Assert.Equal(RefusalCodes.UntrustedIssuer, (await second.SignInAsync()).Code);

        var created = await first.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default);
        Assert.True(created.Saved, string.Join("; ", created.Errors));
        output.WriteLine(
            $"created: seen on the other node after {await OrganizationNodes.UntilAsync(() => second.Registry().TryGet("contoso", out _)):g}"
        );
        var outcome = await second.SignInAsync();
        Assert.Equal(("contoso", "alice@example.com"), (outcome.Session?.Organization, outcome.Session?.NameId));

        var settings = created.Entry.Settings;
        settings.Connection.AllowUnsolicited = false;
        var saved = await first.Organizations().SaveAsync("contoso", settings, created.Entry.Revision, "owner-1", default);
        Assert.Equal(2, saved.Entry?.Revision);
        output.WriteLine(
            $"changed: seen on the other node after {await OrganizationNodes.UntilAsync(() => second.Registry().TryGet("contoso", out var seen) && !seen.Options.Connection.AllowUnsolicited):g}"
        );
        Assert.Equal(RefusalCodes.UnsolicitedNotAllowed, (await second.SignInAsync()).Code);
        Assert.NotNull(await second.Sessions.FindAsync(outcome.Session!.Id, default));
    }

    [Fact]
    public async Task Organization_Stored_IsThereAfterRestart()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        await node.Organizations().CreateAsync("Contoso", OrganizationNodes.Contoso(), "owner-1", default);
        await using var restarted = node.Another(OrganizationNodes.AddSignIn);
        await restarted.StartAsync();
        Assert.True(restarted.Registry().TryGet("contoso", out var organization));
        Assert.Equal("Contoso", organization.Name);
        Assert.NotNull((await restarted.SignInAsync()).Session);
    }

    [Fact]
    public async Task SaveOrganization_SeveralMistakes_ReportsAllAndSavesNothing()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var wrong = OrganizationNodes.Contoso();
        wrong.Domains = ["not a domain", "declared.example"];
        wrong.OrgUnitPath = "IIF(";
        wrong.OrgUnits["/guests"] = new()
        {
            Session = new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromMinutes(5) },
        };
        wrong.Connection.MetadataFile = "/etc/passwd";
        wrong.Connection.ClientId = "of another protocol";
        wrong.Connection.MetadataSigningCertificates = ["/etc/ssl/certs/some.pem"];
        wrong.Provisioning.Tokens = ["plain"];
        var refused = await node.Organizations().CreateAsync("contoso", wrong, "owner-1", default);
        Assert.False(refused.Saved);
        Assert.Equal(
            [
                "Connection",
                "Connection:ClientId",
                "Connection:MetadataFile",
                "Connection:MetadataSigningCertificates",
                "Domains:0",
                "Domains:1",
                "OrgUnitPath",
                "OrgUnits:/guests:Session:Frequency",
                "Provisioning:Tokens",
            ],
            refused.Errors.Select(e => e[..e.IndexOf(": ", StringComparison.Ordinal)]).Order(StringComparer.Ordinal)
        );
        Assert.Null(await node.Organizations().FindAsync("contoso", default));
        Assert.True((await node.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default)).Saved);
    }

    [Theory]
    [InlineData("bigbank.example")]
    [InlineData("BIGBANK.example")]
    [InlineData("b\u00fccher.example")]
    public async Task SaveOrganization_DomainOfAnotherThatIsNotInUse_IsRefused(string domain)
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var first = new OrganizationOptions { Domains = ["bigbank.example", "xn--bcher-kva.example"] };
        var taken = (await node.Organizations().CreateAsync("first", first, "owner-1", default)).Entry!;
        Assert.False(taken.IsInUse);

        var second = OrganizationNodes.Contoso();
        second.Domains = ["contoso.example", domain];
        var refused = await node.Organizations().CreateAsync("contoso", second, "owner-2", default);
        Assert.Equal([$"Domains:1: '{domain}' is a domain of another organization already"], refused.Errors);

        // Whoever gives it up leaves it to others.
        first.Domains = ["other.example"];
        Assert.True((await node.Organizations().SaveAsync("first", first, taken.Revision, "owner-1", default)).Saved);
        var created = await node.Organizations().CreateAsync("contoso", second, "owner-2", default);
        Assert.True(created.Saved, string.Join("; ", created.Errors));
        Assert.True(node.Registry().TryGetByIdentifier("alice@" + domain, out var found));
        Assert.Equal("contoso", found.Name);
    }

    [Fact]
    public async Task SaveOrganization_DomainSavedOnAnotherNodeAMomentAgo_IsRefused()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var both = Enumerable
            .Range(0, 8)
            .Select(i => node.Organizations().CreateAsync($"o{i}", new() { Domains = ["bigbank.example"] }, "owner", default));
        var saved = await Task.WhenAll(both);
        Assert.Single(saved, s => s.Saved);
        Assert.All(saved.Where(s => !s.Saved), s => Assert.Contains("domain", Assert.Single(s.Errors), StringComparison.Ordinal));
    }

    [Fact]
    public async Task StoredOrganization_DomainDeclaredLater_FindsTheDeclaredOne()
    {
        await using var before = TestStore.OnSqlite(services: services =>
            services.AddAuthentication().AddSamlSp(options => options.BaseUrl = TestSp.BaseUrl)
        );
        await before.StartAsync();
        var contoso = OrganizationNodes.Contoso();
        contoso.Domains = ["declared.example", "contoso.example"];
        Assert.True((await before.Organizations().CreateAsync("contoso", contoso, "owner-1", default)).Saved);
        Assert.True(before.Registry().TryGetByIdentifier("alice@declared.example", out var stored));
        Assert.Equal("contoso", stored.Name);

        await using var after = before.Another(OrganizationNodes.AddSignIn);
        await after.StartAsync();
        Assert.True(after.Registry().TryGetByIdentifier("alice@declared.example", out var declared));
        Assert.True(after.Registry().TryGetByIdentifier("alice@contoso.example", out var own));
        Assert.Equal(("declared", "contoso"), (declared.Name, own.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../x")]
    [InlineData("declared")]
    [InlineData("DECLARED")]
    [InlineData("taken")]
    public async Task CreateOrganization_InvalidOrTakenName_IsRefused(string name)
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        Assert.True((await node.Organizations().CreateAsync("Taken", new(), "owner-1", default)).Saved);
        Assert.StartsWith(
            "Name: ",
            Assert.Single((await node.Organizations().CreateAsync(name, new(), "owner-1", default)).Errors),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Organization_WithoutConnection_IsSavedAndRefusesSignIn()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var created = await node.Organizations().CreateAsync("contoso", new() { DisplayName = "Contoso" }, "owner-1", default);
        Assert.True(created.Saved);
        Assert.False(created.Entry.IsInUse);
        Assert.False(node.Registry().TryGet("contoso", out _));
        Assert.True((await node.Organizations().SaveAsync("contoso", OrganizationNodes.Contoso(), 1, "owner-1", default)).Entry!.IsInUse);
        Assert.NotNull((await node.SignInAsync()).Session);
    }

    [Fact]
    public async Task Organization_Declared_IsListedAndCannotBeChanged()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var declared = Assert.Single(await node.Organizations().ListAsync(default));
        Assert.True(declared is { Name: "declared", IsDeclared: true, IsInUse: true });
        Assert.False((await node.Organizations().SaveAsync("declared", declared.Settings, 0, "owner-1", default)).Saved);
    }

    [Fact]
    public async Task SaveOrganization_OldRevision_IsAConflict()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        await node.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default);
        var (mine, theirs) = (OrganizationNodes.Contoso(), OrganizationNodes.Contoso());
        (mine.DisplayName, theirs.DisplayName) = ("Mine", "Theirs");
        Assert.True((await node.Organizations().SaveAsync("contoso", theirs, 1, "owner-2", default)).Saved);
        Assert.True((await node.Organizations().SaveAsync("contoso", mine, 1, "owner-1", default)).Conflict);
        Assert.Equal("Theirs", (await node.Organizations().FindAsync("contoso", default))!.Settings.DisplayName);
        Assert.True((await node.Organizations().SaveAsync("contoso", mine, 2, "owner-1", default)).Saved);
    }

    [Fact]
    public async Task SaveTriedConnection_OtherSettingsSavedSince_KeepsBoth()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var organizations = (OrganizationDirectory)node.Organizations();
        await organizations.CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default);
        var (tried, since) = (OrganizationNodes.Contoso(), OrganizationNodes.Contoso());
        tried.Connection.AllowUnsolicited = false;
        (since.DisplayName, since.Domains) = ("Since", ["contoso.example"]);
        Assert.True((await organizations.SaveAsync("contoso", since, 1, "owner-1", default)).Saved);

        Assert.True((await organizations.SaveTriedAsync("contoso", tried, 1, "owner-1", default)).Saved);
        var settings = (await organizations.FindAsync("contoso", default))!.Settings;
        Assert.False(settings.Connection.AllowUnsolicited);
        Assert.Equal("Since", settings.DisplayName);
        Assert.Equal(["contoso.example"], settings.Domains);
    }

    [Fact]
    public async Task SaveTriedConnection_ConnectionChangedSince_IsAConflict()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var organizations = (OrganizationDirectory)node.Organizations();
        await organizations.CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default);
        var (tried, since) = (OrganizationNodes.Contoso(), OrganizationNodes.Contoso());
        tried.DisplayName = "Tried";
        since.Connection.AllowUnsolicited = false;
        Assert.True((await organizations.SaveAsync("contoso", since, 1, "owner-2", default)).Saved);

        Assert.True((await organizations.SaveTriedAsync("contoso", tried, 1, "owner-1", default)).Conflict);
        var settings = (await organizations.FindAsync("contoso", default))!.Settings;
        Assert.False(settings.Connection.AllowUnsolicited);
        Assert.NotEqual("Tried", settings.DisplayName);
        Assert.True((await organizations.SaveTriedAsync("contoso", tried, 2, "owner-1", default)).Saved);
    }

    [Fact]
    public async Task IdentityProvider_UsedByAnotherOrganization_IsRefused()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        var taken = OrganizationNodes.Contoso();
        taken.Connection.Metadata = OrganizationNodes.Metadata(OrganizationNodes.DeclaredIssuer);
        Assert.StartsWith(
            "Connection: ",
            Assert.Single((await node.Organizations().CreateAsync("contoso", taken, "owner-1", default)).Errors),
            StringComparison.Ordinal
        );

        // A node that does not follow changes yet knows only its database.
        await using var blind = node.Another(OrganizationNodes.AddSignIn);
        await blind.StartAsync();
        await blind.Feed.StopAsync(default);
        Assert.True((await node.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default)).Saved);
        var other = OrganizationNodes.Contoso();
        other.Domains = ["other.example"];
        Assert.False((await blind.Organizations().CreateAsync("other", other, "owner-1", default)).Saved);
    }

    [Fact]
    public async Task SaveOrganization_ChangedSettings_AreNamedInTheAuditTrail()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        await node.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default);
        var changed = OrganizationNodes.Contoso();
        changed.MatchByEmail = true;
        changed.Connection.AllowUnsolicited = false;
        await node.Organizations().SaveAsync("contoso", changed, 1, "owner-2", default);
        var entry = (await node.Audit.ListAsync("contoso", null, 10, default))[0];
        Assert.Equal(
            ("owner-2", AuditActions.OrganizationChanged, """{"changed":["Connection:AllowUnsolicited","MatchByEmail"]}"""),
            (entry.Actor, entry.Action, entry.Details)
        );
    }

    [Fact]
    public async Task Organization_Unreadable_DoesNotStopTheOthers()
    {
        await using var node = OrganizationNodes.OnSqlite();
        await node.StartAsync();
        await node.Organizations().CreateAsync("contoso", OrganizationNodes.Contoso(), "owner-1", default);
        await node.Store.WriteAsync(
            "broken",
            actor: null,
            async scope =>
            {
                scope.Add(
                    new OrganizationRow
                    {
                        Organization = "broken",
                        Name = "broken",
                        Settings = "{}",
                        Secrets = "not of our key",
                        Revision = 1,
                        CreatedAt = TestClock.Now,
                        UpdatedAt = TestClock.Now,
                        UpdatedBy = "x",
                    }
                );
                await scope.SaveAsync(default);
                return true;
            },
            default
        );
        await using var restarted = node.Another(OrganizationNodes.AddSignIn);
        await restarted.StartAsync();
        Assert.False(restarted.Registry().TryGet("broken", out _));
        Assert.NotNull((await restarted.SignInAsync()).Session);

        // Entering the secrets again makes it usable.
        Assert.True((await restarted.Organizations().SaveAsync("broken", new() { DisplayName = "Mended" }, 1, "owner-1", default)).Saved);
    }
}
