using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>No statement reads or writes rows of another organization.</summary>
public sealed partial class OrganizationScopeTests
{
    private static readonly string[] Wide =
    [
        "store-wide: session by its secret",
        "store-wide: any owner",
        "store-wide: any user by age",
        "store-wide: used IDs by age",
        "store-wide: sessions by age",
        "store-wide: last uses of sessions by age",
        "store-wide: audit entries by age",
        "store-wide: token by its secret",
        "store-wide: tokens by age",
        "store-wide: token families by age",
    ];

    [Fact]
    public async Task Statement_OnOrganizationRows_NamesTheOrganization()
    {
        await using var store = TestStore.OnSqlite();
        await UseEverythingAsync(store);

        var commands = store
            .Log.Commands.SelectMany(c => c.Split(";\n", StringSplitOptions.RemoveEmptyEntries))
            .Where(c => OwnedTable().IsMatch(c) && !c.Contains("CREATE", StringComparison.Ordinal))
            .ToList();
        Assert.True(commands.Count > 10);
        foreach (var command in commands)
        {
            if (Wide.Any(tag => command.StartsWith("-- " + tag, StringComparison.Ordinal)))
            {
                continue;
            }

            // The table of changes belongs to no organization; what is written there comes from rows of one.
            var isInsert =
                command.Contains("INSERT INTO", StringComparison.Ordinal)
                && !command.Contains("INSERT INTO changes", StringComparison.Ordinal);
            var organization = isInsert ? InsertedOrganization() : ComparedOrganization();
            Assert.True(organization.IsMatch(command), command);
        }
    }

    [Fact]
    public async Task CrossTenantQueries_AllCommands_AreExactlyTheListed()
    {
        await using var store = TestStore.OnSqlite();
        await UseEverythingAsync(store);
        var tags = store
            .Log.Commands.Select(c => c.Split('\n')[0].Trim())
            .Where(line => line.StartsWith("-- ", StringComparison.Ordinal))
            .Select(line => line[3..])
            .Distinct();
        Assert.Equal(Wide.Order(StringComparer.Ordinal), tags.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Context_WithoutOrganization_SeesNoRows()
    {
        await using var store = TestStore.OnSqlite();
        await UseEverythingAsync(store);
        await using var context = await store.OpenAsync();
        context.Organization = "";
        Assert.Empty(await context.Set<UserRow>().ToListAsync());
        Assert.Empty(await context.Set<SessionRow>().ToListAsync());
        Assert.Empty(await context.Set<AuditRow>().ToListAsync());
        Assert.Empty(await context.Set<RoleGrantRow>().ToListAsync());
        Assert.NotEmpty(await context.Set<UserRow>().IgnoreQueryFilters().ToListAsync());
    }

    [Fact]
    public async Task Write_RowOfAnotherOrganization_Throws()
    {
        await using var store = TestStore.OnSqlite();
        Task AddAsync(string organization) =>
            store.Store.WriteAsync(
                "contoso",
                actor: null,
                async scope =>
                {
                    scope.Add(
                        new AuditRow
                        {
                            At = store.Clock.GetUtcNow(),
                            Organization = organization,
                            Actor = "a",
                            Action = "b",
                        }
                    );
                    await scope.SaveAsync(default);
                    return true;
                },
                default
            );
        await AddAsync("contoso");
        await Assert.ThrowsAsync<InvalidOperationException>(() => AddAsync("fabrikam"));
    }

    [Fact]
    public void Table_WithOrganizationColumn_HasAQueryFilter()
    {
        var builder = new DbContextOptionsBuilder<DirectoryContext>();
        new StoreSettings(new(), "/").Configure(builder);
        using var context = new DirectoryContext(builder.Options);
        var types = context.Model.GetEntityTypes().ToList();
        Assert.True(types.Count(t => typeof(IOrganizationOwned).IsAssignableFrom(t.ClrType)) >= 6);
        foreach (var type in types)
        {
            var owned = type.FindProperty("Organization") is not null;
            Assert.Equal(owned, typeof(IOrganizationOwned).IsAssignableFrom(type.ClrType));
            Assert.Equal(owned, type.GetDeclaredQueryFilters().Count > 0);
        }
    }

    [Fact]
    public async Task AuditTrail_AnotherOrganization_IsNotShown()
    {
        await using var store = TestStore.OnSqlite();
        await UseEverythingAsync(store);
        var here = await store.Audit.ListAsync("contoso", before: null, 100, default);
        var there = await store.Audit.ListAsync("fabrikam", before: null, 100, default);
        Assert.NotEmpty(there);
        Assert.Empty(Targets(here).Intersect(Targets(there)));

        // Paths of org units are the same everywhere.
        static IEnumerable<string> Targets(IEnumerable<AuditEntry> entries) =>
            entries.Select(e => e.Target).OfType<string>().Where(target => !target.StartsWith('/'));
    }

    private static async Task UseEverythingAsync(TestStore store)
    {
        await store.Services.GetRequiredService<NewStoreWarning>().SayAsync(default);
        foreach (var name in new[] { "contoso", "fabrikam" })
        {
            var organization = SampleData.Organization(name, o => o.MatchByEmail = true);
            var user = (await store.Users.SignInAsync(organization, SampleData.Alice, default)).User!;
            await store.Users.SignInAsync(organization, SampleData.Alice with { DisplayName = "Changed" }, default);
            await store.Users.SignInAsync(organization, SampleData.Charlie with { NameId = "alice@example.com" }, default);
            await store.Sessions.AddAsync(SampleData.Session(name, name, user.Id), default);
            await store.Sessions.FindAsync(name, default);
            await store.Sessions.FindAsync("unknown-" + name, default);
            await store.Sessions.ListAsync(
                new()
                {
                    Organization = name,
                    Id = "a",
                    UserId = "b",
                    NameId = "c",
                    Issuer = "d",
                    SessionIndexes = ["e"],
                },
                default
            );
            await store.Sessions.EndAsync(new() { Organization = name, UserId = user.Id }, SessionEndCause.Revoked, default);
            var tokens = TokenStoreTests.Of(store);
            var (family, code) = (
                TokenStoreTests.Family with
                {
                    Id = name,
                    Organization = name,
                    Session = SessionReference.FromId(name),
                },
                TokenStoreTests.Code with
                {
                    Hash = name,
                    FamilyId = name,
                }
            );
            await tokens.AddAsync(family, code, default);
            var match = (await tokens.FindAsync(name, default))!;
            await tokens.RedeemAsync(match, [TokenStoreTests.Access("access-" + name) with { FamilyId = name }], default);
            await tokens.RedeemAsync(match, [], default);
            await UseUserDirectoryAsync(store, name, user.Id);
            await store.Audit.WriteAsync(
                new()
                {
                    At = store.Clock.GetUtcNow(),
                    Organization = name,
                    Actor = "a",
                    Action = "b",
                },
                default
            );
            await store.Audit.ListAsync(name, 1000, 10, default);
        }

        await store.UsedIds.TryAddAsync("a", "b", store.Clock.GetUtcNow(), default);
        await store.Cleaner.CleanAsync(default);
    }

    private static SessionPolicyOptions Multi { get; } =
        new() { Reauthentication = Reauthentication.Required, Method = ReauthenticationMethod.MultiFactor };

    private static async Task UseUserDirectoryAsync(TestStore store, string name, string userId)
    {
        var directory = store.UserDirectory;
        await store.Sessions.AddAsync(SampleData.Session("second-" + name, name, userId), default);
        await directory.SearchAsync(
            name,
            new()
            {
                Text = "a",
                OrgUnitPath = "/",
                UserType = Claims.UserType.Member,
                Role = "editor",
                State = UserState.Active,
                Limit = 1,
            },
            default
        );
        await directory.FindAsync(name, userId, default);
        await directory.GrantRoleAsync(name, userId, "editor", "a", default);
        await directory.ListRolesAsync(name, userId, default);
        await directory.RevokeRoleAsync(name, userId, "editor", "a", default);
        await directory.MoveAsync(name, userId, "/x", "a", default);
        await directory.UnpinAsync(name, userId, "a", default);
        await directory.SuspendAsync(name, userId, "a", default);
        await directory.RestoreAsync(name, userId, "a", default);
        await directory.GrantRoleAsync(name, userId, "reader", "a", default);
        await directory.ForgetAsync(name, userId, "a", default);
        await store.OrgUnits.CreateAsync(name, "/y/z", "text", "a", default);
        await store.OrgUnits.DescribeAsync(name, "/y/z", null, "a", default);
        await store.OrgUnits.PreviewPolicyAsync(name, "/", Multi, default);
        await store.OrgUnits.SetPolicyAsync(name, "/", Multi, "a", default);
        await store.OrgUnits.DeleteAsync(name, "/y/z", "a", default);
    }

    [GeneratedRegex(
        "\"?\\b(users|sessions|audit_entries|role_grants|tokens|token_families|org_units|provisioned_users|provisioned_emails|provisioned_groups|provisioned_members|provisioning_credentials|policy_versions)\\b\"?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex OwnedTable();

    [GeneratedRegex("\"organization\" = @|\\borganization = \\$1", RegexOptions.None, 1000)]
    private static partial Regex ComparedOrganization();

    [GeneratedRegex("INSERT INTO \"?\\w+\"? \\([^)]*\"?organization\"?", RegexOptions.None, 1000)]
    private static partial Regex InsertedOrganization();
}
