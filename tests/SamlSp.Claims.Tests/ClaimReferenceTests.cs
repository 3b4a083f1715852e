using System.Text.Json;

namespace SamlSp.Claims.Tests;

/// <summary>docs/claims.md, row by row.</summary>
public sealed class ClaimReferenceTests
{
    private const string Tenant = "11111111-1111-1111-1111-111111111111";
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static TheoryData<int, string, string, string, string> Transformations() =>
        Data("| claim | transformation | attributes | value |");

    public static TheoryData<int, string, string, string, string> Rows() => Data("| rows | user | value | rule |");

    public static TheoryData<int, string, string, string, string, string> Types()
    {
        var data = new TheoryData<int, string, string, string, string, string>();
        foreach (var (line, cells) in DocTable.Rows("claims.md", "| acct | user.usertype | identityprovider | name | user type |"))
        {
            data.Add(line, cells[0], cells[1], cells[2], cells[3], cells[4]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Transformations))]
    public void Transformation_ExampleOfTheClaimsPage_GivesDocumentedValue(
        int line,
        string claim,
        string transformation,
        string attributes,
        string value
    )
    {
        Assert.True(line > 0);
        var row = new ClaimCondition
        {
            UserType = "any",
            Source = "transformation",
            Transformations = [JsonSerializer.Deserialize<ClaimTransformation>(transformation, Options)!],
        };
        var result = Compile(claim, [row]).Evaluate(Subject("member", [], attributes));
        Assert.Equal(value, Show(result));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void ClaimConditions_ExampleOfTheClaimsPage_GiveDocumentedValueAndRule(
        int line,
        string rows,
        string user,
        string value,
        string rule
    )
    {
        Assert.True(line > 0);
        using var parsed = JsonDocument.Parse(user);
        var groups = parsed.RootElement.TryGetProperty("groups", out var listed) ? listed.Deserialize<string[]>()! : [];
        var result = Compile("c", JsonSerializer.Deserialize<ClaimCondition[]>(rows, Options)!)
            .Evaluate(
                Subject(
                    parsed.RootElement.GetProperty("userType").GetString()!,
                    groups,
                    parsed.RootElement.GetProperty("attributes").GetRawText()
                )
            );
        Assert.Equal(value, Show(result));
        Assert.Equal(rule, result.Rule?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "null");
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void UserType_ExampleOfTheClaimsPage_IsAsDocumented(
        int line,
        string acct,
        string userType,
        string identityProvider,
        string name,
        string type
    )
    {
        Assert.True(line > 0);
        var claims = new Dictionary<string, IReadOnlyList<string>>
        {
            ["http://schemas.microsoft.com/identity/claims/objectidentifier"] = ["oid"],
            ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"] = [name],
        };
        if (acct.Length > 0)
        {
            claims["http://schemas.microsoft.com/identity/claims/acct"] = [acct];
        }

        if (userType.Length > 0)
        {
            claims["usertype"] = [userType];
        }

        if (identityProvider.Length > 0)
        {
            claims["http://schemas.microsoft.com/identity/claims/identityprovider"] = [identityProvider];
        }

        Assert.True(IdentityResolver.TryCreate(new IdentitySettings(), out var resolver, out _));
        var result = resolver.Resolve(
            new AssertedClaims { Issuer = $"https://sts.windows.net/{Tenant}/", Claims = claims },
            TestClock.Instance
        );
        Assert.Equal(type, result.Identity!.UserType.ToString());
    }

    [Fact]
    public void ClaimsPage_EachTransformation_HasAnExample()
    {
        string[] all =
        [
            "ExtractMailPrefix",
            "Join",
            "ToLowercase",
            "ToUppercase",
            "Contains",
            "StartWith",
            "EndWith",
            "Extract",
            "ExtractAlpha",
            "ExtractNumeric",
            "IfEmpty",
            "IfNotEmpty",
            "Substring",
            "RegexReplace",
        ];
        var used = Transformations()
            .Select(static r =>
                JsonSerializer.Deserialize<ClaimTransformation>((string)r[2], Options)!.Function.Replace("()", "", StringComparison.Ordinal)
            );
        Assert.Empty(all.Except(used));
    }

    private static TheoryData<int, string, string, string, string> Data(string header)
    {
        var data = new TheoryData<int, string, string, string, string>();
        foreach (var (line, cells) in DocTable.Rows("claims.md", header))
        {
            data.Add(line, cells[0], cells[1], cells[2], cells[3]);
        }

        return data;
    }

    private static ConditionalClaim Compile(string claim, IReadOnlyList<ClaimCondition> rows)
    {
        Assert.True(
            ConditionalClaim.TryCompile(new ClaimRules { Claim = claim, Conditions = rows }, out var compiled, out var errors),
            string.Join('\n', errors)
        );
        return compiled!;
    }

    private static ClaimSubject Subject(string type, string[] groups, string attributes) =>
        new()
        {
            UserType = Enum.Parse<UserType>(type, ignoreCase: true),
            Groups = groups,
            Attributes = TestValues.Attributes(attributes).ToDictionary(static a => a.Key, static a => a.Value.Values),
        };

    private static string Show(ConditionalClaimResult result) =>
        result.Values.Count > 1
            ? TestValues.Show(ExpressionValue.FromList(result.Values))
            : TestValues.Show(ExpressionValue.FromText(result.Value));
}
