using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace SamlSp.Claims.Tests;

/// <summary>Settings that are wrong are refused when they are read: all mistakes at once, each with its path.</summary>
public sealed class IdentitySettingsTests
{
    private const string Portal = """
        [ { "UserType": "externalGuests", "Source": "transformation", "Transformations": [ { "Function": "RegexReplace", "Input": "user.userprincipalname",
            "Pattern": "(?'username'^.*?)#EXT#@(?i).*\\.onmicrosoft\\.com$", "Replacement": "{username}@{country}.example.com", "Parameters": ["user.country"], "OutputIfNoMatch": "user.mail", "MultiValued": true } ] },
          { "UserType": "any", "MemberOf": ["g1", "g2"], "Source": "transformation", "Transformations": [ { "Function": "Substring", "Input": "user.mail", "Start": 1, "Length": 2 } ] },
          { "UserType": "members", "Source": "attribute", "Attribute": "user.userprincipalname" } ]
        """;

    [Fact]
    public void Settings_SeveralMistakes_AreAllReportedWithTheirPath()
    {
        var settings = new IdentitySettings
        {
            TenantDomain = "not a domain",
            PrimaryDomain = "example.com/{x}",
            KeyClaim = " ",
            AttributeClaims = new Dictionary<string, string> { ["user.mail"] = "" },
            OrgUnitPath = "IIF([a]=\"\", Lwft([a], 1), \"/\")",
            NameIdConditions =
            [
                new() { UserType = "friends", Source = "attribute" },
                new()
                {
                    UserType = "any",
                    Source = "claim",
                    Attribute = "user.mail",
                },
                new()
                {
                    UserType = "any",
                    Source = "transformation",
                    Transformations =
                    [
                        new()
                        {
                            Function = "RegexReplace",
                            Input = "user.mail",
                            Pattern = "(x",
                            Replacement = "y",
                        },
                    ],
                },
                new()
                {
                    UserType = "any",
                    Source = "transformation",
                    Transformations =
                    [
                        new()
                        {
                            Function = "RegexReplace",
                            Input = "user.mail",
                            Pattern = "(?'g'x)",
                            Replacement = "{g}{h}{mail}",
                            Parameters = ["user.mail", "user.country"],
                        },
                    ],
                },
                new()
                {
                    UserType = "any",
                    Source = "transformation",
                    Transformations =
                    [
                        new() { Function = "Upper", Input = "user.mail" },
                        new() { Function = "Join", Input = "user.mail" },
                        new() { Function = "IfEmpty" },
                    ],
                },
                new()
                {
                    UserType = "any",
                    Source = "transformation",
                    Transformations =
                    [
                        new()
                        {
                            Function = "Extract",
                            Input = "user.mail",
                            Mode = "around",
                        },
                    ],
                },
                new()
                {
                    UserType = "any",
                    Source = "attribute",
                    Attribute = "user.mail",
                    Transformations = [new() { Function = "ToLowercase", Input = "user.mail" }],
                },
                new() { UserType = null!, Source = null! },
            ],
        };
        Assert.False(IdentityResolver.TryCreate(settings, out var resolver, out var errors));
        Assert.Null(resolver);
        Assert.Equal(
            [
                "TenantDomain",
                "PrimaryDomain",
                "KeyClaim",
                "Attributes:user.mail",
                "NameId:Conditions:0:UserType",
                "NameId:Conditions:0:Attribute",
                "NameId:Conditions:1:Source",
                "NameId:Conditions:2:Transformations:0:Pattern",
                "NameId:Conditions:3:Transformations:0:Replacement",
                "NameId:Conditions:3:Transformations:0:Parameters",
                "NameId:Conditions:4:Transformations",
                "NameId:Conditions:4:Transformations:0:Function",
                "NameId:Conditions:4:Transformations:1:Input",
                "NameId:Conditions:4:Transformations:1:Input2",
                "NameId:Conditions:4:Transformations:2:Output",
                "NameId:Conditions:5:Transformations:0:Mode",
                "NameId:Conditions:5:Transformations:0:Value",
                "NameId:Conditions:6:Transformations",
                "NameId:Conditions:7:UserType",
                "NameId:Conditions:7:Source",
                "OrgUnitPath",
            ],
            errors.Select(static e => e[..e.IndexOf(": ", StringComparison.Ordinal)])
        );
        Assert.Contains("OrgUnitPath: there is no function 'Lwft'; did you mean Left? (position 12)", errors);
    }

    [Fact]
    public void Settings_EmptyNameIdConditions_AreRefusedUnlessAFallbackIsSet()
    {
        Assert.False(IdentityResolver.TryCreate(new IdentitySettings { NameIdConditions = [] }, out _, out var errors));
        Assert.StartsWith("NameId:Conditions: ", Assert.Single(errors), StringComparison.Ordinal);
        Assert.True(
            IdentityResolver.TryCreate(
                new IdentitySettings { NameIdConditions = [], NameIdFallback = NameIdFallback.AssertedNameId },
                out _,
                out _
            )
        );
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void RegexReplace_MoreThanFiveParameters_IsRefused(int count, bool accepted)
    {
        var names = Enumerable.Range(1, count).Select(static i => $"user.extensionattribute{i}").ToArray();
        var transformation = new ClaimTransformation
        {
            Function = "RegexReplace",
            Input = "user.mail",
            Pattern = "x",
            Replacement = string.Concat(names.Select(static n => $"{{{n}}}")),
            Parameters = names,
        };
        Assert.Equal(accepted, Compiles(transformation));
        Assert.False(Compiles(transformation with { Parameters = [.. names, names[0]] }));
    }

    [Fact]
    public void ClaimConditions_FromConfiguration_AreBound()
    {
        using var json = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "Conditions": {{Portal}} }"""));
        var rows = new ConfigurationBuilder().AddJsonStream(json).Build().GetSection("Conditions").Get<List<ClaimCondition>>()!;
        AssertPortal(rows);
    }

    [Fact]
    public void ClaimConditions_FromJson_AreRead() =>
        AssertPortal(JsonSerializer.Deserialize<List<ClaimCondition>>(Portal, JsonSerializerOptions.Web)!);

    private static void AssertPortal(List<ClaimCondition> rows)
    {
        Assert.Equal(3, rows.Count);
        var transformation = Assert.Single(rows[0].Transformations);
        Assert.Equal("RegexReplace", transformation.Function);
        Assert.Equal(@"(?'username'^.*?)#EXT#@(?i).*\.onmicrosoft\.com$", transformation.Pattern);
        Assert.Equal(["user.country"], transformation.Parameters);
        Assert.Equal("user.mail", transformation.OutputIfNoMatch);
        Assert.True(transformation.MultiValued);
        Assert.Equal(["g1", "g2"], rows[1].MemberOf);
        Assert.Equal((1, 2), (rows[1].Transformations[0].Start, rows[1].Transformations[0].Length));
        Assert.Equal(("members", "attribute", "user.userprincipalname"), (rows[2].UserType, rows[2].Source, rows[2].Attribute));
        Assert.True(ConditionalClaim.TryCompile(new ClaimRules { Conditions = rows }, out _, out var errors), string.Join('\n', errors));
    }

    private static bool Compiles(ClaimTransformation transformation) =>
        ConditionalClaim.TryCompile(
            new ClaimRules
            {
                Conditions =
                [
                    new()
                    {
                        UserType = "any",
                        Source = "transformation",
                        Transformations = [transformation],
                    },
                ],
            },
            out _,
            out _
        );
}
