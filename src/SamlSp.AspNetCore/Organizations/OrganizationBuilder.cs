using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>Creates organizations from settings: checks them as at start, reads metadata or discovery, compiles the rules.</summary>
internal sealed class OrganizationBuilder(
    SamlSpSchemes schemes,
    IdentityProviderMetadataReader metadata,
    OpenIdProviderReader openId,
    IHostEnvironment environment
)
{
    /// <summary>The scheme that organizations of the store belong to: the first one.</summary>
    public SamlSpScheme Scheme => schemes.Default;

    /// <summary>The registry of that scheme.</summary>
    public OrganizationRegistry Registry => Scheme.Registry;

    /// <summary>
    /// The mistakes in the settings of an organization of the store, also beside the other organizations, without any network call: a line
    /// each, with the path within the organization.
    /// </summary>
    public IReadOnlyList<string> Check(string name, OrganizationOptions settings)
    {
        const string Path = "Organization";
        var errors = SamlSpOptionsValidator
            .ValidateOrganization(Path, name, settings, environment.IsDevelopment())
            .Select(e =>
                e.StartsWith(Path + ":", StringComparison.Ordinal) && e[Path.Length + 1] != ' '
                    ? e[(Path.Length + 1)..]
                    : "Name" + e[Path.Length..]
            )
            .ToList();
        if (settings.Connection.MetadataFile is not null)
        {
            errors.Add("Connection:MetadataFile: files are for the configuration of the server only: enter the metadata itself");
        }

        if (settings.Connection.MetadataSigningCertificates.Any(c => !c.Contains("-----BEGIN", StringComparison.Ordinal)))
        {
            errors.Add(
                "Connection:MetadataSigningCertificates: files are for the configuration of the server only: enter the "
                    + "certificate itself, in PEM"
            );
        }
        else
        {
            errors.AddRange(
                PinnedMetadataKeys.Check(
                    "Connection:MetadataSigningCertificates",
                    settings.Connection.MetadataSigningCertificates,
                    environment.ContentRootPath
                )
            );
        }

        if (settings.Provisioning.Tokens.Count > 0)
        {
            errors.Add("Provisioning:Tokens: tokens in plain text are for the configuration only: create one on the provisioning page");
        }

        if (settings.Connection.SignRequests == true && Scheme.Keys.Signing is null)
        {
            errors.Add("Connection:SignRequests: there is no key to sign with");
        }

        for (var i = 0; i < settings.Domains.Count; i++)
        {
            var domain = settings.Domains[i];
            if (Others(name).Any(o => o.Options.Domains.Contains(domain, StringComparer.OrdinalIgnoreCase)))
            {
                errors.Add($"Domains:{i}: '{domain}' is a domain of another organization already");
            }
        }

        return errors;
    }

    /// <summary>Builds an organization. What is wrong is said with the path within the organization.</summary>
    /// <param name="name">The name.</param>
    /// <param name="settings">The settings; must have passed <see cref="Check"/>.</param>
    /// <param name="known">The organization in use. If the connection is the same, its identity provider is used again without a network
    /// call. Null: everything is read.</param>
    /// <param name="saved">Whether the settings are saved. Then what is read is kept for a start without network; not for settings on
    /// trial.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<(Organization? Organization, IReadOnlyList<string> Errors)> BuildAsync(
        string name,
        OrganizationOptions settings,
        Organization? known,
        bool saved,
        CancellationToken cancellationToken
    )
    {
        if (!IdentityResolver.TryCreate(SamlSpOptionsValidator.IdentitySettings(settings), out var resolver, out var wrong))
        {
            return (null, wrong);
        }

        if (settings.Connection.Protocol == ConnectionProtocol.OpenIdConnect)
        {
            return await BuildOpenIdAsync(name, settings, resolver, known, saved, cancellationToken);
        }

        var (identityProvider, error) =
            known?.IdentityProvider is { } same && IsSameSource(known.Options.Connection, settings.Connection)
                ? (same.For(settings.Connection), null)
            : saved ? await metadata.ReadOrRecallAsync(name, settings.Connection, cancellationToken)
            : await metadata.ReadAsync(name, settings.Connection, keep: false, cancellationToken);
        if (identityProvider is null)
        {
            return (
                null,
                [
                    $"Connection:{(settings.Connection.Metadata is null ? "MetadataUrl" : "Metadata")}: cannot read the "
                        + $"identity provider's metadata: {error}",
                ]
            );
        }

        if (Others(name).Any(o => o.IdentityProvider?.Trust.EntityId == identityProvider.Trust.EntityId))
        {
            return (
                null,
                ["Connection: another organization has this identity provider already: the issuer must tell organizations apart"]
            );
        }

        return (new(name, settings, resolver, identityProvider), []);
    }

    private async Task<(Organization? Organization, IReadOnlyList<string> Errors)> BuildOpenIdAsync(
        string name,
        OrganizationOptions settings,
        IdentityResolver resolver,
        Organization? known,
        bool saved,
        CancellationToken cancellationToken
    )
    {
        var (provider, key, error) =
            known?.OpenIdProvider is { } same && IsSameSource(known.Options.Connection, settings.Connection) ? (same, null, null)
            : saved ? await openId.ReadOrRecallAsync(name, settings.Connection, cancellationToken)
            : await openId.ReadAsync(name, settings.Connection, keep: false, cancellationToken);
        if (provider is null)
        {
            return (null, [$"Connection:{key}: cannot read what the identity provider says of itself: {error}"]);
        }

        if (Others(name).Any(o => o.OpenIdProvider?.Issuer == provider.Issuer))
        {
            return (
                null,
                ["Connection: another organization has this identity provider already: the issuer must tell organizations apart"]
            );
        }

        return (new(name, settings, resolver, identityProvider: null, provider), []);
    }

    /// <summary>Whether the settings have a connection.</summary>
    public static bool HasConnection(ConnectionOptions connection) =>
        connection.Protocol == ConnectionProtocol.OpenIdConnect
        || (connection.MetadataUrl ?? connection.MetadataFile ?? connection.Metadata) is not null;

    private static bool IsSameSource(ConnectionOptions before, ConnectionOptions after) =>
        (before.Protocol, before.MetadataUrl, before.MetadataFile, before.Metadata, before.EntityId)
            == (after.Protocol, after.MetadataUrl, after.MetadataFile, after.Metadata, after.EntityId)
        && (before.Issuer, before.AuthorizationUrl, before.TokenUrl, before.JwksUrl, before.EndSessionUrl)
            == (after.Issuer, after.AuthorizationUrl, after.TokenUrl, after.JwksUrl, after.EndSessionUrl)
        && before.MetadataSigningCertificates.SequenceEqual(after.MetadataSigningCertificates, StringComparer.Ordinal);

    private IEnumerable<Organization> Others(string name) =>
        Registry.All.Where(o => !o.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
