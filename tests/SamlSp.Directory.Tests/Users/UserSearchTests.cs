using SamlSp.Claims;

namespace SamlSp.Directory.Tests;

/// <summary>Searching for users.</summary>
public sealed class UserSearchTests : IAsyncLifetime
{
    private readonly TestStore _store = TestStore.OnSqlite();

    public Task InitializeAsync() => FillAsync(_store);

    public async Task DisposeAsync() => await _store.DisposeAsync();

    /// <summary>Twelve users, half of them guests.</summary>
    internal static async Task FillAsync(TestStore store)
    {
        string[] names =
        [
            "Anna Berg",
            "anton Čech",
            "Berta Cohn",
            "Carl Dahl",
            "Dora Ek",
            "Emil Falk",
            "Frida Ger",
            "Gustav Holm",
            "Hanna 100%_sure",
            "Ines Jung",
            "Éric Zola",
            "Zoe Abel",
        ];
        for (var i = 0; i < names.Length; i++)
        {
            var (name, guest) = (names[i], i % 2 == 1);
            await store.AddUserAsync(
                "contoso",
                u =>
                {
                    (u.DisplayName, u.Mail, u.NameId) = (name, $"P{i}@Example.com", $"p{i}@nameid.example");
                    (u.UserType, u.OrgUnitPath, u.Suspended) = (
                        guest ? UserType.EntraGuest : UserType.Member,
                        guest
                            ? i % 4 == 1
                                ? "/Guests/contractors"
                                : "/Guests"
                            : "/",
                        i == 4
                    );
                }
            );
        }

        await store.AddUserAsync("contoso", u => (u.DisplayName, u.OrgUnitPath) = ("Mallory", "/guestsofhonour"));
        await store.AddUserAsync("fabrikam", u => u.DisplayName = "Anna Elsewhere");
    }

    [Fact]
    public async Task UserSearch_Pages_ListEachUserOnceByName() => await AssertPagesGoThroughEverybodyOnceAsync(_store);

    internal static async Task AssertPagesGoThroughEverybodyOnceAsync(TestStore store)
    {
        var names = new List<string>();
        string? after = null;
        do
        {
            var page = await store.UserDirectory.SearchAsync("contoso", new() { Limit = 5, After = after }, default);
            Assert.InRange(page.Users.Count, 1, 5);
            names.AddRange(page.Users.Select(u => u.DisplayName!));
            after = page.Next;
        } while (after is not null);
        Assert.Equal(
            [
                "Anna Berg",
                "anton Čech",
                "Berta Cohn",
                "Carl Dahl",
                "Dora Ek",
                "Emil Falk",
                "Frida Ger",
                "Gustav Holm",
                "Hanna 100%_sure",
                "Ines Jung",
                "Mallory",
                "Zoe Abel",
                "Éric Zola",
            ],
            names
        );
    }

    [Theory]
    [InlineData("BERG", "Anna Berg")]
    [InlineData("p3@example", "Carl Dahl")]
    [InlineData("p3@nameid", "Carl Dahl")]
    [InlineData("čECH", "anton Čech")]
    [InlineData("100%_", "Hanna 100%_sure")]
    [InlineData("1%0", null)]
    [InlineData("nobody", null)]
    public async Task UserSearch_Text_IsFoundAnywhereInName(string text, string? name) =>
        Assert.Equal(name is null ? [] : [name], await NamesAsync(new() { Text = text }));

    [Fact]
    public async Task UserSearch_OrgUnit_IgnoresCaseAndIncludesUnitsBelowOnRequest()
    {
        Assert.Equal(["Carl Dahl", "Gustav Holm", "Zoe Abel"], await NamesAsync(new() { OrgUnitPath = "/guests" }));
        Assert.Equal(6, (await NamesAsync(new() { OrgUnitPath = "/GUESTS", IncludeUnitsBelow = true })).Count);
        Assert.Equal(13, (await NamesAsync(new() { OrgUnitPath = "/", IncludeUnitsBelow = true })).Count);
    }

    [Fact]
    public async Task UserSearch_TypeStateAndRole_FilterUsers()
    {
        Assert.Equal(6, (await NamesAsync(new() { UserType = UserType.EntraGuest })).Count);
        Assert.Equal(["Dora Ek"], await NamesAsync(new() { State = UserState.Suspended }));
        Assert.DoesNotContain("Dora Ek", await NamesAsync(new() { State = UserState.Active }));
        var dora = Assert.Single((await _store.UserDirectory.SearchAsync("contoso", new() { Text = "dora" }, default)).Users);
        await _store.UserDirectory.GrantRoleAsync("contoso", dora.Id, "reader", "admin-1", default);
        var found = Assert.Single(
            (await _store.UserDirectory.SearchAsync("contoso", new() { Role = "reader", State = UserState.Suspended }, default)).Users
        );
        Assert.Equal(["reader"], found.GrantedRoles);
        Assert.Empty(await NamesAsync(new() { Role = "owner" }));
    }

    [Fact]
    public async Task UserSearch_InvalidCursor_StartsAtTheBeginning()
    {
        foreach (var cursor in new[] { "x", "!", "", "AAAA", new string('A', 5000) })
        {
            Assert.Equal(13, (await NamesAsync(new() { After = cursor })).Count);
        }
    }

    [Fact]
    public async Task UserSearch_VeryLongName_IsKeptAndFoundByItsBeginning()
    {
        var name = string.Concat(Enumerable.Repeat("🦊", 500));
        await _store.AddUserAsync("contoso", u => u.DisplayName = name);
        Assert.Equal([name], await NamesAsync(new() { Text = "🦊🦊🦊" }));
    }

    private async Task<List<string>> NamesAsync(UserQuery query) =>
        [.. (await _store.UserDirectory.SearchAsync("contoso", query, default)).Users.Select(u => u.DisplayName!)];
}
