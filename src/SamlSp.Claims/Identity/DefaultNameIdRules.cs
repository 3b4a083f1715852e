namespace SamlSp.Claims;

/// <summary>
/// The three rows for guests of docs/guests.md. The pattern is the portal's, but for any domain behind <c>#EXT#@</c>: tenants
/// outside the public cloud do not end in onmicrosoft.com. Without a primary domain guests keep their local UPN.
/// </summary>
internal static class DefaultNameIdRules
{
    private const string Pattern = @"^(?'username'[^@]+?)(?i)#EXT#@[^@]+$";

    public static IReadOnlyList<ClaimCondition> For(string? primaryDomain) =>
        [
            primaryDomain is null ? Local("externalGuests") : Rewritten("externalGuests", "user.userprincipalname", primaryDomain),
            primaryDomain is null ? Local("entraGuests") : Rewritten("entraGuests", "user.localuserprincipalname", primaryDomain),
            new ClaimCondition
            {
                UserType = "members",
                Source = "attribute",
                Attribute = "user.userprincipalname",
            },
        ];

    private static ClaimCondition Local(string userType) =>
        new()
        {
            UserType = userType,
            Source = "attribute",
            Attribute = "user.localuserprincipalname",
        };

    private static ClaimCondition Rewritten(string userType, string input, string primaryDomain) =>
        new()
        {
            UserType = userType,
            Source = "transformation",
            Transformations =
            [
                new ClaimTransformation
                {
                    Function = "RegexReplace",
                    Input = input,
                    Pattern = Pattern,
                    Replacement = $"{{username}}@{primaryDomain}",
                },
            ],
        };
}
