using Microsoft.EntityFrameworkCore;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory.Tests;

/// <summary>What an administrator changes on a user record, and what happens to the user's sessions.</summary>
public sealed class UserDirectoryTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();
    private string _alice = "";

    private IUserDirectory Directory => _store.UserDirectory;

    public async Task InitializeAsync() =>
        _alice = (await _store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!.Id;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task FindUser_ById_FindsItOnlyInItsOrganization()
    {
        var user = await Directory.FindAsync("contoso", _alice, default);
        Assert.Equal(
            ("alice@example.com", "Alice", "/", UserState.Active, SampleData.Tenant),
            (user!.NameId, user.DisplayName, user.OrgUnitPath, user.State, user.TenantId)
        );
        Assert.Null(await Directory.FindAsync("contoso", "nobody", default));
        Assert.Null(await Directory.FindAsync("fabrikam", _alice, default));
    }

    [Fact]
    public async Task SuspendUser_ActiveUser_RefusesSignInUntilRestored()
    {
        await AddSessionAsync("s1");
        Assert.Equal(UserChange.Done, await Directory.SuspendAsync("contoso", _alice, "admin-1", default));
        Assert.Equal(UserChange.Unchanged, await Directory.SuspendAsync("contoso", _alice, "admin-1", default));
        await AssertEndedAsync("s1", SessionEndCause.UserGone);
        Assert.Equal(SignInRefusalCodes.UserSuspended, (await SignInAsync()).RefusalCode);
        Assert.Equal(UserChange.Done, await Directory.RestoreAsync("contoso", _alice, "admin-1", default));
        Assert.True((await SignInAsync()).Succeeded);
    }

    [Fact]
    public async Task SuspendUser_WithTokens_EndsThem()
    {
        await AddSessionAsync("s1");
        var family = TokenStoreTests.Family with { UserId = _alice, Session = SessionReference.FromId("s1") };
        await TokenStoreTests.Of(_store).AddAsync(family, TokenStoreTests.Code, default);
        await Directory.SuspendAsync("contoso", _alice, "admin-1", default);
        Assert.NotNull((await TokenStoreTests.Of(_store).FindAsync(TokenStoreTests.Code.Hash, default))!.Family.EndedAt);
    }

    [Fact]
    public async Task SuspendUser_OtherUser_KeepsTheirSessions()
    {
        var charlie = (await _store.Users.SignInAsync(SampleData.Organization(), SampleData.Charlie, default)).User!;
        await _store.Sessions.AddAsync(SampleData.Session("c1", userId: charlie.Id), default);
        await Directory.SuspendAsync("contoso", _alice, "admin-1", default);
        Assert.Null((await _store.Sessions.FindAsync("c1", default))!.EndedAt);
    }

    [Fact]
    public async Task DeleteUser_LaterSignIn_CreatesANewUser()
    {
        await AddSessionAsync("s1");
        await Directory.GrantRoleAsync("contoso", _alice, "editor", "admin-1", default);
        await AddSessionAsync("s2");
        Assert.Equal(UserChange.Done, await Directory.DeleteAsync("contoso", _alice, "admin-1", default));
        await AssertEndedAsync("s2", SessionEndCause.UserGone);
        Assert.Equal(UserChange.UserNotFound, await Directory.DeleteAsync("contoso", _alice, "admin-1", default));
        var again = (await SignInAsync()).User!;
        Assert.True(again.Created);
        Assert.NotEqual(_alice, again.Id);
        Assert.Empty(again.Roles);
    }

    [Fact]
    public async Task DeleteUser_RefuseDeletedSetting_KeepsATombstoneWithoutPersonalData()
    {
        await using var store = TestStore.OnSqlite(organizations: [Refusing]);
        var id = (await store.Users.SignInAsync(Refusing, SampleData.Alice, default)).User!.Id;
        await store.UserDirectory.DeleteAsync("contoso", id, "admin-1", default);

        Assert.Equal(SignInRefusalCodes.UserDeleted, (await store.Users.SignInAsync(Refusing, SampleData.Alice, default)).RefusalCode);
        var tombstone = await store.UserDirectory.FindAsync("contoso", id, default);
        Assert.Equal((UserState.Deleted, null, null, null), (tombstone!.State, tombstone.NameId, tombstone.DisplayName, tombstone.Mail));
        Assert.Empty((await store.UserDirectory.SearchAsync("contoso", new(), default)).Users);
        Assert.Single((await store.UserDirectory.SearchAsync("contoso", new() { State = UserState.Deleted }, default)).Users);
        Assert.Equal(UserChange.UserNotFound, await store.UserDirectory.RestoreAsync("contoso", id, "admin-1", default));

        // Another user may have the name now.
        Assert.True((await store.Users.SignInAsync(Refusing, SampleData.Charlie with { NameId = "alice@example.com" }, default)).Succeeded);
        Assert.Equal(UserChange.Done, await store.UserDirectory.ForgetAsync("contoso", id, "admin-1", default));
        Assert.True(
            (await store.Users.SignInAsync(Refusing, SampleData.Alice with { NameId = "alice2@example.com" }, default)).User!.Created
        );
    }

    [Fact]
    public async Task Tombstone_RefuseDeletedOff_IsIgnoredAtSignIn()
    {
        await _store.ChangeUserAsync("contoso", _alice, u => (u.DeletedAt, u.NameId) = (_store.Clock.GetUtcNow(), null));
        Assert.True((await SignInAsync()).User!.Created);
    }

    [Fact]
    public async Task MoveUser_AnotherOrgUnit_PinsItAndEndsSessions()
    {
        await AddSessionAsync("s1");
        Assert.Equal(UserChange.Done, await Directory.MoveAsync("contoso", _alice, "/guests/contractors", "admin-1", default));
        await AssertEndedAsync("s1", SessionEndCause.RightsChanged);
        Assert.Equal("/guests/contractors", (await SignInAsync()).User!.OrgUnitPath);
        Assert.Equal(UserChange.Done, await Directory.UnpinAsync("contoso", _alice, "admin-1", default));
        Assert.Equal("/", (await SignInAsync()).User!.OrgUnitPath);
    }

    [Theory]
    [InlineData("guests")]
    [InlineData("/guests/")]
    [InlineData("//")]
    [InlineData("/a\n")]
    [InlineData("")]
    public async Task MoveUser_InvalidPath_IsRefused(string path) =>
        Assert.Equal(UserChange.OrgUnitUnknown, await Directory.MoveAsync("contoso", _alice, path, "admin-1", default));

    [Fact]
    public async Task UserRole_GrantedOrRevoked_EndsSessions()
    {
        await AddSessionAsync("s1");
        Assert.Equal(UserChange.Done, await Directory.GrantRoleAsync("contoso", _alice, "editor", "admin-1", default));
        Assert.Equal(UserChange.Unchanged, await Directory.GrantRoleAsync("contoso", _alice, "editor", "admin-1", default));
        await AssertEndedAsync("s1", SessionEndCause.RightsChanged);
        var granted = Assert.Single(await Directory.ListRolesAsync("contoso", _alice, default));
        Assert.Equal(new GrantedRole("editor", _store.Clock.GetUtcNow(), "admin-1"), granted);
        Assert.Equal(["editor"], (await SignInAsync()).User!.Roles);

        await AddSessionAsync("s2");
        Assert.Equal(UserChange.Done, await Directory.RevokeRoleAsync("contoso", _alice, "editor", "admin-1", default));
        Assert.Equal(UserChange.Unchanged, await Directory.RevokeRoleAsync("contoso", _alice, "editor", "admin-1", default));
        await AssertEndedAsync("s2", SessionEndCause.RightsChanged);
        Assert.Empty((await SignInAsync()).User!.Roles);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" owner")]
    [InlineData("own\ner")]
    public async Task GrantRole_InvalidName_IsRefused(string role) =>
        Assert.Equal(UserChange.RoleInvalid, await Directory.GrantRoleAsync("contoso", _alice, role, "admin-1", default));

    [Fact]
    public async Task Session_PreparedBeforeARoleChange_IsEnded()
    {
        var prepared = (await SignInAsync()).User!;
        await Directory.GrantRoleAsync("contoso", _alice, "editor", "admin-1", default);
        await _store.Sessions.AddAsync(SampleData.Session("late", userId: _alice) with { RightsVersion = prepared.RightsVersion }, default);
        await AssertEndedAsync("late", SessionEndCause.RightsChanged);

        var fresh = (await SignInAsync()).User!;
        await _store.Sessions.AddAsync(SampleData.Session("fresh", userId: _alice) with { RightsVersion = fresh.RightsVersion }, default);
        Assert.Null((await _store.Sessions.FindAsync("fresh", default))!.EndedAt);
    }

    [Fact]
    public async Task Session_PreparedBeforeADeletion_IsEnded()
    {
        var prepared = (await SignInAsync()).User!;
        await Directory.DeleteAsync("contoso", _alice, "admin-1", default);
        await _store.Sessions.AddAsync(SampleData.Session("late", userId: _alice) with { RightsVersion = prepared.RightsVersion }, default);
        await AssertEndedAsync("late", SessionEndCause.UserGone);
    }

    [Fact]
    public async Task SignIn_IntoAnotherOrgUnit_EndsEarlierSessions()
    {
        await AddSessionAsync("s1");
        await _store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice with { OrgUnitPath = "/sales" }, default);
        await AssertEndedAsync("s1", SessionEndCause.RightsChanged);
    }

    [Fact]
    public async Task SignIn_WithOtherRoles_EndsEarlierSessions()
    {
        await AddSessionAsync("s1");
        await AddSessionAsync("same");
        Assert.Null((await _store.Sessions.FindAsync("s1", default))!.EndedAt);
        await _store.Sessions.AddAsync(SampleData.Session("other", userId: _alice) with { Roles = ["administrator"] }, default);
        await AssertEndedAsync("s1", SessionEndCause.RightsChanged);
        Assert.Null((await _store.Sessions.FindAsync("other", default))!.EndedAt);
    }

    [Fact]
    public async Task UserChange_EachKind_IsAuditedWithItsActor()
    {
        await AddSessionAsync("s1");
        await Directory.SuspendAsync("contoso", _alice, "admin-1", default);
        await Directory.RestoreAsync("contoso", _alice, "admin-2", default);
        await Directory.MoveAsync("contoso", _alice, "/sales", "admin-1", default);
        await Directory.GrantRoleAsync("contoso", _alice, "editor", "admin-1", default);
        await Directory.RevokeRoleAsync("contoso", _alice, "editor", "admin-1", default);
        await Directory.DeleteAsync("contoso", _alice, "provisioning", default);
        var entries = (await _store.Audit.ListAsync("contoso", null, 100, default))
            .Where(e => e.Actor != _alice)
            .Reverse()
            .Select(e => (e.Actor, e.Action, e.Code, e.Details))
            .ToList();
        Assert.Equal(
            [
                ("admin-1", AuditActions.UserSuspended, null, null),
                ("admin-1", AuditActions.SessionEnded, "UserGone", null),
                ("admin-2", AuditActions.UserRestored, null, null),
                ("admin-1", AuditActions.OrgUnitCreated, null, null),
                ("admin-1", AuditActions.UserMoved, null, """{"from":"/","to":"/sales"}"""),
                ("admin-1", AuditActions.RoleGranted, null, """{"role":"editor"}"""),
                ("admin-1", AuditActions.RoleRevoked, null, """{"role":"editor"}"""),
                ("provisioning", AuditActions.UserDeleted, null, (string?)null),
            ],
            entries
        );
    }

    [Fact]
    public async Task UserChange_UserOfAnotherOrganization_IsNotFound()
    {
        Assert.Equal(UserChange.UserNotFound, await Directory.SuspendAsync("fabrikam", _alice, "admin-1", default));
        Assert.Equal(UserChange.UserNotFound, await Directory.DeleteAsync("fabrikam", _alice, "admin-1", default));
        Assert.Equal(UserChange.UserNotFound, await Directory.GrantRoleAsync("fabrikam", _alice, "editor", "admin-1", default));
        Assert.True((await SignInAsync()).Succeeded);
    }

    private static Organization Refusing { get; } = SampleData.Organization(configure: o => o.RefuseDeleted = true);

    private Task<UserSignInResult> SignInAsync() => _store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default);

    private Task AddSessionAsync(string id) => _store.Sessions.AddAsync(SampleData.Session(id, userId: _alice), default);

    private async Task AssertEndedAsync(string id, SessionEndCause cause) =>
        Assert.Equal(cause, (await _store.Sessions.FindAsync(id, default))!.EndedBy);
}
