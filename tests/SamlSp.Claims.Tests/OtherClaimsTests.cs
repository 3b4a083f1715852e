namespace SamlSp.Claims.Tests;

public sealed class OtherClaimsTests
{
    private static readonly IdentitySettings Settings = new()
    {
        TenantDomain = "contoso.onmicrosoft.com",
        PrimaryDomain = "example.com",
        Claims =
        [
            new()
            {
                Claim = "displayName",
                Conditions =
                [
                    new()
                    {
                        UserType = "allGuests",
                        Source = "transformation",
                        Transformations =
                        [
                            new()
                            {
                                Function = "Join",
                                Input = "user.displayname",
                                Separator = "' '",
                                Input2 = "'(guest)'",
                            },
                        ],
                    },
                ],
            },
            new()
            {
                Claim = "urn:example:cost-center",
                Conditions =
                [
                    new()
                    {
                        UserType = "any",
                        Source = "attribute",
                        Attribute = "'4711'",
                    },
                    new()
                    {
                        UserType = "externalGuests",
                        Source = "attribute",
                        Attribute = "'9999'",
                    },
                ],
            },
        ],
    };

    [Theory]
    [InlineData("https://sts.windows.net/3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11/", "Ada Lovelace", "4711")]
    [InlineData("live.com", "Ada Lovelace (guest)", "9999")]
    public void Claims_ConditionsByUserType_GiveTheirValue(string identityProvider, string displayName, string costCenter)
    {
        Assert.True(IdentityResolver.TryCreate(Settings, out var resolver, out _));
        var identity = resolver.Resolve(Asserted(identityProvider), TimeProvider.System).Identity!;
        Assert.Equal(displayName, identity.DisplayName);
        Assert.Equal([costCenter], identity.Claims["urn:example:cost-center"]);
        Assert.Contains(identity.Trace, step => step.Step == "claims[1][0]" && step.Outcome == "4711");
    }

    [Fact]
    public void Claims_MistakeInARow_IsNamedByItsPath()
    {
        var wrong = Settings with
        {
            Claims =
            [
                new() { Claim = "", Conditions = [] },
                new()
                {
                    Claim = "mail",
                    Conditions =
                    [
                        new()
                        {
                            UserType = "everybody",
                            Source = "attribute",
                            Attribute = "user.mail",
                        },
                    ],
                },
            ],
        };
        Assert.False(IdentityResolver.TryCreate(wrong, out _, out var errors));
        Assert.Contains(errors, e => e.StartsWith("Claims:0:Claim: ", StringComparison.Ordinal));
        Assert.Contains(errors, e => e.StartsWith("Claims:1:Conditions:0:UserType: ", StringComparison.Ordinal));
    }

    private static AssertedClaims Asserted(string identityProvider) =>
        new()
        {
            Issuer = "https://sts.windows.net/3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11/",
            NameId = "ada@example.com",
            Claims = new Dictionary<string, IReadOnlyList<string>>
            {
                ["http://schemas.microsoft.com/identity/claims/objectidentifier"] = ["a0000000-0000-0000-0000-000000000001"],
                ["http://schemas.microsoft.com/identity/claims/identityprovider"] = [identityProvider],
                ["http://schemas.microsoft.com/identity/claims/displayname"] = ["Ada Lovelace"],
                ["http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name"] = ["ada@example.com"],
            },
        };
}
