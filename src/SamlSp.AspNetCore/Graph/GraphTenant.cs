using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>A tenant as Microsoft Graph is asked about it.</summary>
/// <param name="Organization">The organization's name.</param>
/// <param name="TenantId">The tenant's ID, a GUID in lower case.</param>
/// <param name="Options">The settings.</param>
/// <param name="IsDeclared">Whether the operator wrote the settings: then the addresses may be private ones.</param>
/// <param name="Key">Our own key, for a client assertion; null when there is none.</param>
internal sealed record GraphTenant(string Organization, string TenantId, GraphOptions Options, bool IsDeclared, SigningKey? Key)
{
    /// <summary>The address of Graph, without a slash at its end.</summary>
    public string BaseUrl { get; } = Options.BaseUrl.TrimEnd('/');

    /// <summary>Where tokens come from.</summary>
    public Uri TokenUrl { get; } =
        new(
            Options.TokenUrl ?? $"{GraphCloud.AuthorityOf(new(Options.BaseUrl, UriKind.Absolute))}/{TenantId}/oauth2/v2.0/token",
            UriKind.Absolute
        );

    /// <summary>What a token is asked for: all that an administrator has consented to at this Graph.</summary>
    public string Scope { get; } = new Uri(Options.BaseUrl, UriKind.Absolute).GetLeftPart(UriPartial.Authority) + "/.default";

    /// <summary>The ID of an organization's tenant; null when neither the settings nor the issuer say it.</summary>
    public static string? IdOf(Organization organization) =>
        organization.Options.Connection.Graph?.TenantId?.ToLowerInvariant() ?? TenantIssuer.Parse(organization.Issuer);
}
