using System.Text;
using Microsoft.Extensions.Configuration;
using SamlSp.Testing;

namespace SamlSp.Claims.Tests;

/// <summary>docs/guests.md: its settings, pasted as they are, give its table.</summary>
public sealed class GuestPageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", "guests.md"));

    [Fact]
    public void GuestPage_PastedRows_GiveItsTable()
    {
        var settings = Settings("\"NameId\": { \"Conditions\": [", TestClaims.Contoso);
        Assert.Equal(3, settings.NameIdConditions!.Count);
        AssertTable(settings, TestClaims.Alice(), TestClaims.Charlie(), TestClaims.Hotmail());
    }

    [Fact]
    public void GuestPage_DefaultRules_GiveItsTable() =>
        AssertTable(TestClaims.Contoso, TestClaims.Alice(), TestClaims.Charlie(), TestClaims.Hotmail());

    [Fact]
    public void GuestPage_NameIdTransformedByEntra_IsTakenIfItIsAnAddress()
    {
        var settings = Settings("\"NameId\": { \"Shape\"", TestClaims.Contoso with { NameIdShape = NameIdShape.Address });
        AssertTable(
            settings,
            TestClaims.Alice(),
            TestClaims.Charlie() with
            {
                NameId = "charlie_altostrat.com@example.com",
            },
            TestClaims.Hotmail() with
            {
                NameId = "user_hotmail.com@example.com",
            }
        );
        Assert.Equal(
            IdentityErrorCodes.NameIdShape,
            settings.Resolve(TestClaims.Charlie() with { NameId = "m_H3naDei2LNxUmEcWd0BZlNi" }).ErrorCode
        );
    }

    [Fact]
    public void GuestPage_OrgUnitExpression_IsTheDefault()
    {
        var pasted = Section("\"OrgUnitPath\": ")["OrgUnitPath"];
        Assert.Equal(TestClaims.Contoso.Resolver().OrgUnitPath.Text, pasted);
    }

    /// <summary>The table's rows are: what it is, original UPN, NameID, org unit.</summary>
    private static void AssertTable(IdentitySettings settings, params AssertedClaims[] users)
    {
        var rows = DocTable
            .Rows("guests.md", "| user | original UPN in Entra | NameID | org unit |")
            .Select(static row => row.Cells)
            .ToList();
        Assert.Equal(users.Length, rows.Count);
        foreach (var (row, user) in rows.Zip(users))
        {
            var identity = settings.Identity(user);
            Assert.Equal((row[1], row[2], row[3]), (identity.OriginalUserPrincipalName, identity.NameId, identity.OrgUnitPath));
        }
    }

    private static IdentitySettings Settings(string begin, IdentitySettings settings) =>
        settings with
        {
            NameIdConditions = Section(begin).GetSection("NameId:Conditions").Get<List<ClaimCondition>>(),
        };

    /// <summary>The indented block that begins so, as configuration.</summary>
    private static IConfigurationRoot Section(string begin)
    {
        var block = string.Join(
            '\n',
            Lines.SkipWhile(line => !line.TrimStart().StartsWith(begin, StringComparison.Ordinal)).TakeWhile(static line => line.Length > 0)
        );
        return new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes($"{{ {block} }}"))).Build();
    }
}
