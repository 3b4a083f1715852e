using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory.Tests;

public sealed class UserStoreTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task SignIn_FirstAndSecond_CreateAndFindTheUser()
    {
        var first = await SignInAsync(SampleData.Charlie);
        var second = await SignInAsync(SampleData.Charlie);
        Assert.True(first.User!.Created);
        Assert.False(second.User!.Created);
        Assert.Equal(first.User.Id, second.User.Id);
        Assert.Equal("/guests", second.User.OrgUnitPath);
    }

    [Fact]
    public async Task SignIn_ObjectIdInOtherCase_FindsTheUser()
    {
        var first = await SignInAsync(SampleData.Charlie);
        var second = await SignInAsync(
            SampleData.Charlie with
            {
                Key = new(SampleData.Tenant, SampleData.Charlie.Key.ObjectId.ToUpperInvariant()),
            }
        );
        Assert.Equal(first.User!.Id, second.User!.Id);
    }

    [Fact]
    public async Task SignIn_ParallelFirstSignIns_CreateOneUser()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => Task.Run(() => SignInAsync(SampleData.Alice))));
        Assert.Single(results.Select(r => r.User!.Id).Distinct());
        Assert.Single(results, r => r.User!.Created);
    }

    [Fact]
    public async Task SignIn_SameKeyInAnotherOrganization_CreatesAnotherUser()
    {
        var here = await SignInAsync(SampleData.Alice);
        var there = await SignInAsync(SampleData.Alice, SampleData.Organization("fabrikam"));
        Assert.True(there.User!.Created);
        Assert.NotEqual(here.User!.Id, there.User.Id);
    }

    [Fact]
    public async Task SignIn_SameObjectIdOfAnotherTenant_CreatesAnotherUser()
    {
        var here = await SignInAsync(SampleData.Alice);
        var there = await SignInAsync(
            SampleData.Alice with
            {
                Key = new("another-tenant", SampleData.Alice.Key.ObjectId),
                NameId = "alice@another.example",
            }
        );
        Assert.NotEqual(here.User!.Id, there.User!.Id);
    }

    [Fact]
    public async Task SignIn_NameIdOfAnotherUser_IsRefusedInAnyCase()
    {
        await SignInAsync(SampleData.Alice);
        var other = await SignInAsync(SampleData.Charlie with { NameId = "ALICE@example.com" });
        Assert.Equal(SignInRefusalCodes.NameIdTaken, other.RefusalCode);
        Assert.True((await SignInAsync(SampleData.Charlie)).Succeeded);
        Assert.Equal(
            SignInRefusalCodes.NameIdTaken,
            (await SignInAsync(SampleData.Charlie with { NameId = "alice@example.com" })).RefusalCode
        );
    }

    [Fact]
    public async Task SignIn_NameIdGivenUpByAnotherUser_IsAccepted()
    {
        await SignInAsync(SampleData.Alice);
        await SignInAsync(SampleData.Alice with { NameId = "alice.married@example.com" });
        Assert.True((await SignInAsync(SampleData.Charlie with { NameId = "alice@example.com" })).Succeeded);
    }

    [Fact]
    public async Task SignIn_SuspendedUser_IsRefusedUntilRestored()
    {
        var user = (await SignInAsync(SampleData.Alice)).User!;
        await _store.ChangeUserAsync("contoso", user.Id, u => u.Suspended = true);
        Assert.Equal(SignInRefusalCodes.UserSuspended, (await SignInAsync(SampleData.Alice)).RefusalCode);
        await _store.ChangeUserAsync("contoso", user.Id, u => u.Suspended = false);
        Assert.True((await SignInAsync(SampleData.Alice)).Succeeded);
    }

    [Fact]
    public async Task SignIn_DeletedUserWithRefuseDeleted_IsRefused()
    {
        var refusing = SampleData.Organization(configure: o => o.RefuseDeleted = true);
        var user = (await SignInAsync(SampleData.Alice)).User!;
        await _store.ChangeUserAsync("contoso", user.Id, u => (u.DeletedAt, u.NameId) = (_store.Clock.GetUtcNow(), null));
        Assert.Equal(SignInRefusalCodes.UserDeleted, (await SignInAsync(SampleData.Alice, refusing)).RefusalCode);
        Assert.True((await SignInAsync(SampleData.Charlie with { NameId = "alice@example.com" })).Succeeded);
    }

    [Fact]
    public async Task SignIn_JustInTimeOff_AcceptsOnlyKnownUsers()
    {
        var organization = SampleData.Organization(configure: o => o.JustInTime = false);
        Assert.Equal(SignInRefusalCodes.UserUnknown, (await SignInAsync(SampleData.Alice, organization)).RefusalCode);
        var record = await _store.AddUserAsync("contoso", u => u.ObjectId = SampleData.Alice.Key.ObjectId);
        var known = await SignInAsync(SampleData.Alice, organization);
        Assert.Equal(record.Id, known.User!.Id);
    }

    [Fact]
    public async Task SignIn_ChangedAttributes_UpdatesTheUser()
    {
        var id = (await SignInAsync(SampleData.Alice)).User!.Id;
        _store.Clock.Advance(TimeSpan.FromHours(1));
        await SignInAsync(SampleData.Alice with { DisplayName = "Alice Married" });
        await using var context = await _store.OpenAsync();
        context.Organization = "contoso";
        var row = Assert.Single(context.Set<UserRow>());
        Assert.Equal(
            (id, "Alice Married", _store.Clock.GetUtcNow(), _store.Clock.GetUtcNow().AddHours(-1)),
            (row.Id, row.DisplayName, row.UpdatedAt, row.CreatedAt)
        );
    }

    [Fact]
    public async Task SignIn_PinnedOrgUnit_StaysAndOthersFollow()
    {
        var id = (await SignInAsync(SampleData.Alice)).User!.Id;
        Assert.Equal("/sales", (await SignInAsync(SampleData.Alice with { OrgUnitPath = "/sales" })).User!.OrgUnitPath);
        await _store.ChangeUserAsync("contoso", id, u => (u.OrgUnitPath, u.OrgUnitPinned) = ("/board", true));
        Assert.Equal("/board", (await SignInAsync(SampleData.Alice)).User!.OrgUnitPath);
    }

    [Fact]
    public async Task SignIn_GrantedRoles_AreReturned()
    {
        var id = (await SignInAsync(SampleData.Alice)).User!.Id;
        await _store.Store.WriteAsync(
            "contoso",
            actor: null,
            async scope =>
            {
                scope.Add(
                    new RoleGrantRow
                    {
                        Organization = "contoso",
                        UserId = id,
                        Role = "owner",
                        GrantedAt = _store.Clock.GetUtcNow(),
                    }
                );
                await scope.SaveAsync(default);
                return true;
            },
            default
        );
        Assert.Equal(["owner"], (await SignInAsync(SampleData.Alice)).User!.Roles);
    }

    [Fact]
    public async Task SignIn_OrganizationNameInOtherCase_FindsTheUser()
    {
        var first = await SignInAsync(SampleData.Alice, SampleData.Organization("Contoso"));
        Assert.Equal(first.User!.Id, (await SignInAsync(SampleData.Alice, SampleData.Organization("contoso"))).User!.Id);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public async Task MatchByEmail_UserWithoutKey_JoinsOnlyIfEnabled(bool matchByEmail, bool joins)
    {
        var record = await AddKeylessAsync("Alice@example.com");
        var result = await SignInAsync(SampleData.Alice with { NameId = "a.lice@example.com" }, Matching(matchByEmail));
        Assert.Equal(joins, result.User!.Id == record.Id);
    }

    /// <summary>An address from the userinfo endpoint of OpenID Connect is not in the signed message.</summary>
    [Fact]
    public async Task MatchByEmail_AddressThatWasNotSigned_IsNotJoined()
    {
        var record = await AddKeylessAsync("alice@example.com");
        var unsigned = await SignInAsync(SampleData.Alice with { IsMailProven = false, NameId = "a.lice@example.com" }, Matching());
        Assert.NotEqual(record.Id, unsigned.User!.Id);
    }

    [Fact]
    public async Task MatchByEmail_UserWithAnotherObjectId_IsNotJoined()
    {
        var owner = await SignInAsync(SampleData.Alice, Matching());
        var other = await SignInAsync(
            SampleData.Alice with
            {
                Key = new(SampleData.Tenant, "eeeeeeee-0000-0000-0000-000000000009"),
                NameId = "impostor@example.com",
            },
            Matching()
        );
        Assert.NotEqual(owner.User!.Id, other.User!.Id);
    }

    [Fact]
    public async Task MatchByEmail_AddressOutsideOwnDomains_IsNotJoined()
    {
        var record = await AddKeylessAsync("alice@elsewhere.example");
        var result = await SignInAsync(SampleData.Alice with { Mail = "alice@elsewhere.example" }, Matching());
        Assert.NotEqual(record.Id, result.User!.Id);
    }

    [Fact]
    public async Task MatchByEmail_Guest_IsNotJoined()
    {
        var record = await AddKeylessAsync("alice@example.com");
        var result = await SignInAsync(SampleData.Charlie with { Mail = "alice@example.com" }, Matching());
        Assert.NotEqual(record.Id, result.User!.Id);
    }

    [Fact]
    public async Task MatchByEmail_TwoUsersWithTheAddress_JoinsNeither()
    {
        var one = await AddKeylessAsync("alice@example.com");
        var two = await AddKeylessAsync("alice@example.com");
        var result = await SignInAsync(SampleData.Alice with { NameId = "a.lice@example.com" }, Matching());
        Assert.DoesNotContain(result.User!.Id, new[] { one.Id, two.Id });
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task MatchByEmail_UserWithKeyHasTheAddress_JoinsOnlyIfThatIsAGuest(bool guest, bool joins)
    {
        var record = await AddKeylessAsync("alice@example.com");
        await _store.AddUserAsync(
            "contoso",
            u =>
            {
                (u.TenantId, u.ObjectId, u.Mail) = (SampleData.Tenant, "another", "alice@example.com");
                u.UserType = guest ? UserType.EntraGuest : UserType.Member;
            }
        );
        var result = await SignInAsync(SampleData.Alice with { NameId = "a.lice@example.com" }, Matching());
        Assert.Equal(joins, result.User!.Id == record.Id);
    }

    private static Organization Matching(bool on = true) => SampleData.Organization(configure: o => o.MatchByEmail = on);

    private Task<UserRow> AddKeylessAsync(string mail) => _store.AddUserAsync("contoso", u => u.Mail = mail);

    private Task<UserSignInResult> SignInAsync(SignInIdentity identity, Organization? organization = null) =>
        _store.Users.SignInAsync(organization ?? SampleData.Organization(), identity, default);
}
