using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Directory;

/// <summary>The e-mail addresses by which a first sign-in may join an existing record.</summary>
internal static class EmailMatching
{
    /// <summary>
    /// The member's addresses in the organization's own domains, in lower case. None where <see cref="OrganizationOptions.MatchByEmail"/>
    /// is off. A guest has none: the home tenant chooses a guest's address, whatever domain it names. Nor has a user whose address was not
    /// part of the signed message.
    /// </summary>
    public static IReadOnlyList<string> Addresses(Organization organization, SignInIdentity identity)
    {
        if (!organization.Options.MatchByEmail || identity.UserType != UserType.Member || !identity.IsMailProven)
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
