using SamlSp.AspNetCore;
using SamlSp.Claims;
using SamlSp.Protocol;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>Organizations, identities and sessions to test with.</summary>
internal static class SampleData
{
    public const string Tenant = "11111111-2222-3333-4444-555555555555";

    public const string Issuer = "https://sts.windows.net/" + Tenant + "/";

    public static Organization Organization(string name = "contoso", Action<OrganizationOptions>? configure = null)
    {
        var options = new OrganizationOptions { Domains = ["example.com"] };
        configure?.Invoke(options);

        // The stores read names and options; rules and identity provider are the pipeline's.
        return new(name, options, null!, null!);
    }

    public static SignInIdentity Alice =>
        new()
        {
            Key = new(Tenant, "aaaaaaaa-0000-0000-0000-000000000001"),
            UserType = UserType.Member,
            NameId = "alice@example.com",
            OrgUnitPath = "/",
            OriginalUserPrincipalName = "alice@example.com",
            DisplayName = "Alice",
            Mail = "alice@example.com",
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["user.mail"] = ["alice@example.com"] },
        };

    public static SignInIdentity Charlie =>
        new()
        {
            Key = new(Tenant, "cccccccc-0000-0000-0000-000000000003"),
            UserType = UserType.EntraGuest,
            NameId = "charlie_altostrat.com@example.com",
            OrgUnitPath = "/guests",
            OriginalUserPrincipalName = "charlie_altostrat.com#EXT#@contoso.onmicrosoft.com",
            DisplayName = "Charlie",
            Mail = "charlie@altostrat.com",
            Attributes = new Dictionary<string, IReadOnlyList<string>> { ["user.mail"] = ["charlie@altostrat.com"] },
        };

    public static Session Session(
        string id = "0123456789abcdef",
        string organization = "contoso",
        string userId = "u1",
        TimeSpan? lifetime = null
    ) =>
        new()
        {
            Id = id,
            Organization = organization,
            UserId = userId,
            Key = new(Tenant, "cccccccc-0000-0000-0000-000000000003"),
            UserType = UserType.EntraGuest,
            NameId = "charlie_altostrat.com@example.com",
            DisplayName = "Charlie",
            OrgUnitPath = "/guests",
            Roles = ["reader"],
            Issuer = Issuer,
            AssertedNameId = new("charlie@altostrat.com", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress", "q", "spq"),
            SessionIndex = "_index-" + id,
            AuthenticatedAt = TestClock.Now.AddMinutes(-1),
            CreatedAt = TestClock.Now,
            ExpiresAt = TestClock.Now + (lifetime ?? TimeSpan.FromHours(8)),
            ExpiresBy = SessionEndCause.Policy,
            ReauthenticationFrequency = TimeSpan.FromHours(8),
            Claims = new Dictionary<string, IReadOnlyList<string>> { ["http://schemas.example.com/groups"] = ["a", "b"] },
        };
}
