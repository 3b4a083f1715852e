namespace SamlSp.Claims.Tests;

/// <summary>Sign-ins as Entra asserts them: the three users of docs/guests.md, in the tenant contoso.</summary>
internal static class TestClaims
{
    public const string Tenant = "11111111-1111-1111-1111-111111111111";
    public const string OtherTenant = "22222222-2222-2222-2222-222222222222";
    public const string ObjectId = "aaaaaaaa-0000-0000-0000-000000000001";
    public const string Issuer = $"https://sts.windows.net/{Tenant}/";
    public const string Name = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name";
    public const string Mail = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress";
    public const string Groups = "http://schemas.microsoft.com/ws/2008/06/identity/claims/groups";
    public const string TenantId = "http://schemas.microsoft.com/identity/claims/tenantid";
    public const string ObjectIdentifier = "http://schemas.microsoft.com/identity/claims/objectidentifier";
    public const string IdentityProvider = "http://schemas.microsoft.com/identity/claims/identityprovider";

    public static readonly IdentitySettings Contoso = new() { TenantDomain = "tenant.onmicrosoft.com", PrimaryDomain = "example.com" };

    public static AssertedClaims Alice() => User(Issuer, "alice@example.com");

    public static AssertedClaims Charlie() => User($"https://sts.windows.net/{OtherTenant}/", "charlie@altostrat.com");

    public static AssertedClaims Hotmail() => User("live.com", "user_hotmail.com#EXT#@tenant.onmicrosoft.com");

    public static AssertedClaims User(string identityProvider, string upn) =>
        new()
        {
            Issuer = Issuer,
            NameId = upn,
            NameIdFormat = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            Claims = new Dictionary<string, IReadOnlyList<string>>
            {
                [TenantId] = [Tenant],
                [ObjectIdentifier] = [ObjectId],
                [IdentityProvider] = [identityProvider],
                [Name] = [upn],
            },
        };

    public static AssertedClaims With(this AssertedClaims claims, string name, params string[] values) =>
        claims with
        {
            Claims = new Dictionary<string, IReadOnlyList<string>>(claims.Claims) { [name] = values },
        };

    public static AssertedClaims Without(this AssertedClaims claims, string name) =>
        claims with
        {
            Claims = claims.Claims.Where(c => c.Key != name).ToDictionary(),
        };

    public static IdentityResolver Resolver(this IdentitySettings settings)
    {
        Assert.True(IdentityResolver.TryCreate(settings, out var resolver, out var errors), string.Join('\n', errors));
        return resolver!;
    }

    public static SignInIdentityResult Resolve(this IdentitySettings settings, AssertedClaims claims) =>
        settings.Resolver().Resolve(claims, TestClock.Instance);

    public static SignInIdentity Identity(this IdentitySettings settings, AssertedClaims claims)
    {
        var result = settings.Resolve(claims);
        Assert.True(result.Succeeded, $"{result.ErrorCode}: {result.ErrorMessage}");
        return result.Identity!;
    }
}
