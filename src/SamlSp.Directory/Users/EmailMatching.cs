using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>By which addresses a first sign-in may join a record that is there.</summary>
internal static class EmailMatching
{
    /// <summary>
    /// The member's addresses in the organization's own domains, in lower case; none where <see cref="OrganizationOptions.MatchByEmail"/>
    /// is off. A guest has none: what a guest's address says is up to the home tenant, whatever domain it names.
    /// </summary>
    public static IReadOnlyList<string> Addresses(Organization organization, SignInIdentity identity)
    {
        if (!organization.Options.MatchByEmail || identity.UserType != UserType.Member)
        {
            return [];
        }

        return
        [
            .. new[] { identity.Mail, identity.NameId }
                .Where(address => address is not null && IsOwn(organization, address))
                .Select(address => address!.ToLowerInvariant())
                .Distinct(StringComparer.Ordinal),
        ];
    }

    private static bool IsOwn(Organization organization, string address)
    {
        var at = address.IndexOf('@', StringComparison.Ordinal);
        return at > 0
            && at == address.LastIndexOf('@')
            && organization.Options.Domains.Contains(address[(at + 1)..], StringComparer.OrdinalIgnoreCase);
    }
}
