using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>A change of settings that is taken back: what it changed returns, and what was changed since stays.</summary>
public sealed class UndoTests
{
    [Fact]
    public void Undo_LaterChangeOfAnotherSetting_Stays()
    {
        var now = Change(
            options =>
            {
                options.DisplayName = "Contoso";
                options.PrimaryDomain = "contoso.example";
            },
            options =>
            {
                options.DisplayName = "Contoso, renamed";
                options.PrimaryDomain = "contoso.example";
                options.Terms = new() { Text = "Be kind." };
                options.Roles["reader"] = ["1"];
            },
            options =>
            {
                options.DisplayName = "Contoso, renamed";
                options.Terms = new() { Text = "Be kind." };
                options.Roles["reader"] = ["1"];
                options.Roles["owner"] = ["2"];
                options.PrimaryDomain = "later.example";
            }
        );
        Assert.Equal(("Contoso", "later.example"), (now.DisplayName, now.PrimaryDomain));
        Assert.Null(now.Terms);
        Assert.Equal(["owner"], now.Roles.Keys);
    }

    [Fact]
    public void Undo_ListChangedSince_IsAsBeforeTheChange()
    {
        var now = Change(
            options => options.Domains = ["one.example"],
            options => options.Domains = ["one.example", "two.example"],
            options => options.Domains = ["three.example"]
        );
        Assert.Equal(["one.example"], now.Domains);
    }

    private static OrganizationOptions Change(
        Action<OrganizationOptions> before,
        Action<OrganizationOptions> after,
        Action<OrganizationOptions> now
    ) => OrganizationSettings.Undo(Create(now), OrganizationSettings.ToJson(Create(before)), OrganizationSettings.ToJson(Create(after)));

    private static OrganizationOptions Create(Action<OrganizationOptions> configure)
    {
        var options = new OrganizationOptions();
        configure(options);
        return options;
    }
}
