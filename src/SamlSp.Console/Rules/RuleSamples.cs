using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>Sample users to try rules on: one of the three types of user, with the claims that Entra sends.</summary>
internal static class RuleSamples
{
    private const string Schemas = "http://schemas.microsoft.com/identity/claims/";
    private const string Soap = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/";
    private const string HomeTenant = "a70c44f9-5d3e-4b8e-9c02-61f7d8e3b520";
    private const string SampleTenant = "3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11";

    /// <summary>The value of the choice for the last trial sign-in.</summary>
    public const string LastTrial = "test";

    /// <summary>The types, by the value of the choice.</summary>
    public static IReadOnlyList<(string Value, string Text)> Kinds { get; } =
    [
        ("member", "A member: alice"),
        ("entraGuest", "A guest from another Entra tenant: charlie"),
        ("externalGuest", "A guest with a personal account"),
    ];

    /// <summary>Attributes that the form suggests. Others can be typed.</summary>
    public static IReadOnlyList<string> Attributes { get; } =
    [
        "user.userprincipalname",
        "user.localuserprincipalname",
        "user.mail",
        "user.othermail",
        "user.objectid",
        "user.employeeid",
        "user.displayname",
        "user.givenname",
        "user.surname",
        "user.usertype",
        "user.department",
        "user.companyname",
        "user.jobtitle",
        "user.country",
        "user.assignedroles",
        "user.groups",
        "user.onpremisessamaccountname",
        "user.onpremisesuserprincipalname",
        .. Enumerable.Range(1, 15).Select(i => "user.extensionattribute" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <summary>The claims that Entra would send for a type of user.</summary>
    public static AssertedClaims Create(string kind, OrganizationOptions settings, string? issuer)
    {
        var tenant = TenantOf(issuer) ?? SampleTenant;
        var home = issuer is { Length: > 0 } ? issuer : $"https://sts.windows.net/{tenant}/";
        var (domain, initial) = (
            settings.PrimaryDomain ?? settings.Domains.FirstOrDefault() ?? "example.com",
            settings.TenantDomain ?? "contoso.onmicrosoft.com"
        );
        return kind switch
        {
            "entraGuest" => Sample(
                home,
                tenant,
                "charlie@altostrat.com",
                "Charlie Guest",
                "charlie@altostrat.com",
                $"https://sts.windows.net/{HomeTenant}/",
                "cccccccc-0000-0000-0000-000000000003"
            ),
            "externalGuest" => Sample(
                home,
                tenant,
                $"user_hotmail.com#EXT#@{initial}",
                "Uli External",
                "user@hotmail.com",
                "live.com",
                "eeeeeeee-0000-0000-0000-000000000005"
            ),
            _ => Sample(home, tenant, "alice@" + domain, "Alice Member", "alice@" + domain, home, "aaaaaaaa-0000-0000-0000-000000000001"),
        };
    }

    /// <summary>The claims of the sign-in that created a session.</summary>
    public static AssertedClaims From(Session session) =>
        new()
        {
            Issuer = session.Issuer,
            NameId = session.AssertedNameId.Value,
            NameIdFormat = session.AssertedNameId.Format,
            Claims = session
                .Claims.Where(claim => claim.Key != LogoutHints.Claim)
                .ToDictionary(claim => claim.Key, claim => claim.Value, StringComparer.Ordinal),
        };

    /// <summary>The claims of a trial sign-in.</summary>
    public static AssertedClaims From(TrialSignInResult result) =>
        new()
        {
            Issuer = result.Issuer ?? "",
            NameId = result.NameId,
            NameIdFormat = result.NameIdFormat,
            Claims = result.Claims,
        };

    private static AssertedClaims Sample(
        string issuer,
        string tenant,
        string upn,
        string name,
        string mail,
        string provider,
        string objectId
    ) =>
        new()
        {
            Issuer = issuer,
            NameId = upn,
            NameIdFormat = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            Claims = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal)
            {
                [Schemas + "tenantid"] = [tenant],
                [Schemas + "objectidentifier"] = [objectId],
                [Schemas + "displayname"] = [name],
                [Schemas + "identityprovider"] = [provider],
                [Soap + "name"] = [upn],
                [Soap + "emailaddress"] = [mail],
            },
        };

    private static string? TenantOf(string? issuer) => issuer?.Split('/').FirstOrDefault(part => Guid.TryParse(part, out _));
}
