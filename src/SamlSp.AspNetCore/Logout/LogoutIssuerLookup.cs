using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Finds the organization of the issuer that a logout message names, once, and remembers it. Entra signs in as
/// <c>https://sts.windows.net/&lt;tenant&gt;/</c> and answers logout as <c>https://login.microsoftonline.com/&lt;tenant&gt;/</c>. That
/// name is the tenant's, even where another organization calls its identity provider so.
/// </summary>
internal sealed class LogoutIssuerLookup(IOrganizationRegistry organizations, DateTimeOffset now)
{
    private const string LoginHost = "https://login.microsoftonline.com/";
    private const string TokenHost = "https://sts.windows.net/";

    /// <summary>The organization that was found last; null when there is none.</summary>
    public Organization? Organization { get; private set; }

    public TrustedIssuer? Find(string issuer)
    {
        Organization? organization = null;
        var found =
            (
                issuer.StartsWith(LoginHost, StringComparison.Ordinal)
                && organizations.TryGetByIssuer(TokenHost + issuer[LoginHost.Length..], out organization)
            ) || organizations.TryGetByIssuer(issuer, out organization);
        if (!found || organization?.IdentityProvider is not { } provider)
        {
            return null;
        }

        Organization = organization;
        return provider.TrustAt(now);
    }
}
