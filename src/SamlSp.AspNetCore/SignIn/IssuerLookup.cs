using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Finds the organization of the issuer that a Response names, once, and remembers it. The name proves nothing until the signature was
/// verified with the keys that are found here.
/// </summary>
internal sealed class IssuerLookup(IOrganizationRegistry candidates, DateTimeOffset now)
{
    /// <summary>The organization that was found last; null when there is none.</summary>
    public Organization? Organization { get; private set; }

    /// <summary>The identity provider as it was when its keys were handed out.</summary>
    public IdentityProvider? IdentityProvider { get; private set; }

    public TrustedIssuer? Find(string issuer)
    {
        if (!candidates.TryGetByIssuer(issuer, out var organization) || organization.IdentityProvider is not { } provider)
        {
            return null;
        }

        (Organization, IdentityProvider) = (organization, provider);
        return provider.TrustAt(now);
    }
}
