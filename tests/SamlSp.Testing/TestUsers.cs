using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace SamlSp.Testing;

/// <summary>The users of the tests.</summary>
public static class TestUsers
{
    /// <summary>alice@example.com, a member.</summary>
    public static readonly TestUser Alice = Member("alice");

    /// <summary>charlie@altostrat.com, invited from another Entra tenant.</summary>
    public static readonly TestUser Charlie = EntraGuest("charlie", "altostrat.com");

    /// <summary>user@hotmail.com, a guest with a personal Microsoft account.</summary>
    public static readonly TestUser Hotmail = ExternalGuest("user", "hotmail.com");

    /// <summary>A member of the customer's tenant.</summary>
    public static TestUser Member(string name)
    {
        var upn = name + "@" + TestTenant.PrimaryDomain;
        return new()
        {
            ObjectId = ObjectId(upn),
            UserPrincipalName = upn,
            LocalUserPrincipalName = upn,
            IdentityProvider = TestTenant.Issuer,
            UserType = "Member",
            Mail = upn,
            GivenName = Capitalized(name),
            Surname = "Member",
        };
    }

    /// <summary>A guest from another Entra tenant.</summary>
    public static TestUser EntraGuest(string name, string domain) =>
        new()
        {
            ObjectId = ObjectId(name + "@" + domain),
            UserPrincipalName = name + "@" + domain,
            LocalUserPrincipalName = LocalGuestUpn(name, domain),
            IdentityProvider = TestTenant.HomeIssuer,
            UserType = "Guest",
            Mail = name + "@" + domain,
            GivenName = Capitalized(name),
            Surname = "Guest",
        };

    /// <summary>A guest who does not come from an Entra tenant.</summary>
    public static TestUser ExternalGuest(string name, string domain, string identityProvider = "live.com") =>
        new()
        {
            ObjectId = ObjectId(name + "@" + domain),
            UserPrincipalName = LocalGuestUpn(name, domain),
            LocalUserPrincipalName = LocalGuestUpn(name, domain),
            IdentityProvider = identityProvider,
            UserType = "Guest",
            Mail = name + "@" + domain,
            GivenName = Capitalized(name),
            Surname = "External",
        };

    private static string LocalGuestUpn(string name, string domain) => name + "_" + domain + "#EXT#@" + TestTenant.Domain;

    private static string ObjectId(string seed) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(seed)).AsSpan(0, 16)).ToString();

    private static string Capitalized(string name) => CultureInfo.InvariantCulture.TextInfo.ToTitleCase(name);
}
