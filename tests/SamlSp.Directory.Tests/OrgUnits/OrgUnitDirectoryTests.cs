using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory.Tests;

/// <summary>Org units as an administrator sees and changes them.</summary>
public sealed class OrgUnitDirectoryTests : IAsyncLifetime
{
    private static readonly Organization Contoso = SampleData.Organization(configure: o =>
    {
        o.OrgUnits["/"] = new();
        o.OrgUnits["/Board"] = new()
        {
            Session = new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(4) },
        };
    });

    private readonly TestStore _store = TestStore.OnSqlite(organizations: [Contoso]);

    private IOrgUnitDirectory Units => _store.OrgUnits;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task OrgUnits_FromEachSource_AreListed()
    {
        await SignInAsync(SampleData.Charlie);
        await Units.CreateAsync("contoso", "/guests/contractors/night", "Night shift", "admin-1", default);
        await _store.AddUserAsync("contoso", u => u.OrgUnitPath = "/Provisioned");
        var units = await Units.ListAsync("contoso", default);
        Assert.Equal(
            [
                ("/", OrgUnitSource.Declared, 0, 2),
                ("/Board", OrgUnitSource.Declared, 0, 0),
                ("/guests", OrgUnitSource.BuiltIn, 1, 1),
                ("/guests/contractors", OrgUnitSource.Stored, 0, 0),
                ("/guests/contractors/night", OrgUnitSource.Stored, 0, 0),
                ("/Provisioned", OrgUnitSource.Stored, 1, 1),
            ],
            units.Select(u => (u.Path, u.Source, u.People, u.PeopleBelow))
        );
        Assert.Equal(("Night shift", SessionPolicy.Guests), (units[4].Description, units[4].Policy));
        Assert.Equal(("/Board", TimeSpan.FromHours(4)), (units[1].Policy.From, units[1].OwnPolicy!.Frequency));
        Assert.Equal("/guests", (await Units.FindAsync("contoso", "/GUESTS", default))!.Path);
        Assert.Null(await Units.FindAsync("contoso", "/nowhere", default));
    }

    [Fact]
    public async Task OrgUnits_SignInIntoUnknownUnit_CreatesItWithItsParents()
    {
        await SignInAsync(SampleData.Alice with { OrgUnitPath = "/Sales/North" });
        var entries = (await _store.Audit.ListAsync("contoso", null, 100, default))
            .Where(e => e.Action == AuditActions.OrgUnitCreated)
            .Select(e => (e.Actor, e.Target))
            .ToList();
        Assert.Equal([("sign-in", "/Sales"), ("sign-in", "/Sales/North")], entries.OrderBy(e => e.Target));
        Assert.Equal(OrgUnitChange.AlreadyThere, await Units.CreateAsync("contoso", "/sales", null, "admin-1", default));
    }

    [Fact]
    public async Task OrgUnits_UnknownRefused_AcceptsOnlyKnownUnits()
    {
        var strict = SampleData.Organization(configure: o => (o.UnknownOrgUnits, o.OrgUnits["/Board"]) = (UnknownOrgUnits.Refuse, new()));
        await using var store = TestStore.OnSqlite(organizations: [strict]);
        Task<UserSignInResult> EnterAsync(string path) =>
            store.Users.SignInAsync(strict, SampleData.Alice with { OrgUnitPath = path }, default);

        Assert.Equal(SignInRefusalCodes.OrgUnitUnknown, (await EnterAsync("/sales")).RefusalCode);
        foreach (var path in new[] { "/", "/guests", "/board" })
        {
            Assert.True((await EnterAsync(path)).Succeeded);
        }

        Assert.Equal(SignInRefusalCodes.OrgUnitUnknown, (await EnterAsync("/sales")).RefusalCode);
        var id = (await EnterAsync("/")).User!.Id;
        Assert.Equal(UserChange.OrgUnitUnknown, await store.UserDirectory.MoveAsync("contoso", id, "/sales", "admin-1", default));

        await store.OrgUnits.CreateAsync("contoso", "/sales", null, "admin-1", default);
        Assert.True((await EnterAsync("/Sales")).Succeeded);
        Assert.Equal(UserChange.Done, await store.UserDirectory.MoveAsync("contoso", id, "/sales", "admin-1", default));
        Assert.DoesNotContain(await store.OrgUnits.ListAsync("contoso", default), unit => unit.Path == "/sales2");
    }

    [Fact]
    public async Task DeleteOrgUnit_WithUsersInOrBelow_IsRefused()
    {
        await Units.CreateAsync("contoso", "/sales/north", null, "admin-1", default);
        var alice = (await SignInAsync(SampleData.Alice with { OrgUnitPath = "/sales/north" })).User!.Id;
        Assert.Equal(OrgUnitChange.NotEmpty, await Units.DeleteAsync("contoso", "/sales/north", "admin-1", default));
        await _store.UserDirectory.MoveAsync("contoso", alice, "/", "admin-1", default);
        Assert.Equal(OrgUnitChange.NotEmpty, await Units.DeleteAsync("contoso", "/sales", "admin-1", default));
        Assert.Equal(OrgUnitChange.Done, await Units.DeleteAsync("contoso", "/Sales/North", "admin-1", default));
        Assert.Equal(OrgUnitChange.Done, await Units.DeleteAsync("contoso", "/sales", "admin-1", default));
        Assert.Equal(OrgUnitChange.NotFound, await Units.DeleteAsync("contoso", "/sales", "admin-1", default));
        Assert.Equal(["/", "/Board", "/guests"], (await Units.ListAsync("contoso", default)).Select(u => u.Path));
    }

    [Fact]
    public async Task OrgUnit_Declared_CannotBeChanged()
    {
        Assert.Equal(OrgUnitChange.Declared, await Units.DeleteAsync("contoso", "/board", "admin-1", default));
        Assert.Equal(OrgUnitChange.Declared, await Units.DescribeAsync("contoso", "/board", "x", "admin-1", default));
        Assert.Equal(
            OrgUnitChange.Declared,
            await Units.SetPolicyAsync("contoso", "/board", new() { Reauthentication = Reauthentication.NotRequired }, "admin-1", default)
        );
        Assert.Null(await Units.PreviewPolicyAsync("contoso", "/board", null, default));
        Assert.Equal(TimeSpan.FromHours(4), (await Units.FindAsync("contoso", "/board", default))!.Policy.Frequency);
    }

    [Theory]
    [InlineData("sales")]
    [InlineData("/sales/")]
    [InlineData("/a//b")]
    [InlineData("/ a")]
    [InlineData("/a\u0000")]
    public async Task OrgUnit_InvalidPath_IsRefused(string path)
    {
        Assert.Equal(OrgUnitChange.PathInvalid, await Units.CreateAsync("contoso", path, null, "admin-1", default));
        Assert.Equal(OrgUnitChange.PathInvalid, await Units.SetPolicyAsync("contoso", path, null, "admin-1", default));
        Assert.Null(await Units.PreviewPolicyAsync("contoso", path, null, default));
    }

    [Fact]
    public async Task OrgUnitPolicy_OwnOrInherited_IsFound()
    {
        await Units.SetPolicyAsync(
            "contoso",
            "/guests",
            new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(8) },
            "admin-1",
            default
        );
        await Units.CreateAsync("contoso", "/guests/contractors", null, "admin-1", default);
        await Units.SetPolicyAsync(
            "contoso",
            "/guests/contractors",
            new() { Frequency = TimeSpan.FromHours(2), Method = ReauthenticationMethod.MultiFactor },
            "admin-1",
            default
        );
        var policies = new[] { "/", "/guests", "/guests/contractors", "/guests/contractors/night", "/guests/partners" };
        List<SessionPolicy> found = [];
        foreach (var path in policies)
        {
            found.Add(await _store.Policies.AtAsync(Contoso, path, default));
        }

        Assert.Equal(
            [(false, "/"), (true, "/guests"), (true, "/guests/contractors"), (true, "/guests/contractors"), (true, "/guests")],
            found.Select(p => (p.RequiresReauthentication, p.From))
        );
        Assert.Equal([8, 8, 2, 2, 8], found.Select(p => p.Frequency.TotalHours));
        Assert.Equal(ReauthenticationMethod.MultiFactor, found[3].Method);
    }

    [Fact]
    public async Task OrgUnitPolicy_IncompleteOrOutOfBounds_IsRefused()
    {
        await Units.CreateAsync("contoso", "/sales", null, "admin-1", default);
        Assert.Equal(
            OrgUnitChange.PolicyInvalid,
            await Units.SetPolicyAsync("contoso", "/sales", new() { Frequency = TimeSpan.FromHours(2) }, "admin-1", default)
        );
        Assert.Equal(OrgUnitChange.PolicyInvalid, await Units.SetPolicyAsync("contoso", "/sales", Required(0.5), "admin-1", default));
        Assert.Equal(OrgUnitChange.PolicyInvalid, await Units.SetPolicyAsync("contoso", "/sales", Required(25), "admin-1", default));
        Assert.Equal(OrgUnitChange.NotFound, await Units.SetPolicyAsync("contoso", "/nowhere", Required(2), "admin-1", default));
        Assert.Equal(OrgUnitChange.Done, await Units.SetPolicyAsync("contoso", "/sales", Required(2), "admin-1", default));
        Assert.Equal(OrgUnitChange.Unchanged, await Units.SetPolicyAsync("contoso", "/sales", Required(2), "admin-1", default));
        Assert.Equal(OrgUnitChange.Done, await Units.SetPolicyAsync("contoso", "/sales", null, "admin-2", default));
        var entries = (await _store.Audit.ListAsync("contoso", null, 2, default)).Select(e => (e.Actor, e.Action, e.Details));
        Assert.Equal(
            [
                ("admin-2", AuditActions.PolicyCleared, null),
                ("admin-1", AuditActions.PolicySet, """{"reauthentication":"Required","frequency":"02:00:00"}"""),
            ],
            entries
        );
    }

    private static SessionPolicyOptions Required(double hours) =>
        new() { Reauthentication = Reauthentication.Required, Frequency = TimeSpan.FromHours(hours) };

    private Task<UserSignInResult> SignInAsync(SignInIdentity identity) => _store.Users.SignInAsync(Contoso, identity, default);
}
