using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>
/// The tenant's users: one of each type. Object IDs and groups are fixed, so that user records of a service provider survive a restart.
/// </summary>
internal static class SandboxUsers
{
    private const string Everyone = "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c01";
    private const string Employees = "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c02";
    private const string Partners = "0c1d86f3-27a8-4be5-9f63-5a9f0b7e1c03";

    public static IReadOnlyList<SandboxUser> Create(EntraSandboxOptions options) =>
        [
            new()
            {
                Id = "alice",
                ObjectId = "6d7f0a41-3c5e-4f0b-8a1d-9e2b7c4d5a01",
                SignInName = "alice@" + options.PrimaryDomain,
                UserPrincipalName = "alice@" + options.PrimaryDomain,
                LocalUserPrincipalName = "alice@" + options.PrimaryDomain,
                IdentityProvider = EntraSandboxTenant.IssuerOf(options.TenantId),
                UserType = UserType.Member,
                GivenName = "Alice",
                Surname = "Archer",
                Mail = "alice@" + options.PrimaryDomain,
                Groups = [Everyone, Employees],
            },
            new()
            {
                Id = "charlie",
                ObjectId = "6d7f0a41-3c5e-4f0b-8a1d-9e2b7c4d5a02",
                SignInName = "charlie@" + options.HomeTenantDomain,
                UserPrincipalName = "charlie@" + options.HomeTenantDomain,
                LocalUserPrincipalName = LocalUpn("charlie", options.HomeTenantDomain, options),
                IdentityProvider = EntraSandboxTenant.IssuerOf(options.HomeTenantId),
                UserType = UserType.EntraGuest,
                GivenName = "Charlie",
                Surname = "Cooper",
                Mail = "charlie@" + options.HomeTenantDomain,
                Groups = [Everyone, Partners],
            },
            new()
            {
                Id = "user",
                ObjectId = "6d7f0a41-3c5e-4f0b-8a1d-9e2b7c4d5a03",
                SignInName = "user@hotmail.com",
                UserPrincipalName = LocalUpn("user", "hotmail.com", options),
                LocalUserPrincipalName = LocalUpn("user", "hotmail.com", options),
                IdentityProvider = "live.com",
                UserType = UserType.ExternalGuest,
                GivenName = "Uma",
                Surname = "Underwood",
                Mail = "user@hotmail.com",
                Groups = [Everyone, Partners],
            },
            .. options.AdditionalUsers,
        ];

    /// <summary>Entra's form of a guest's UPN: the address with <c>_</c> for <c>@</c>, then <c>#EXT#</c> and the initial domain.</summary>
    private static string LocalUpn(string name, string domain, EntraSandboxOptions options) =>
        $"{name}_{domain}#EXT#@{options.TenantDomain}";
}
