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
    /// <param name="name">The organization's name.</param>
    /// <param name="settings">Its settings.</param>
    /// <param name="domainsOfOthers">Domains of organizations that may not be in use, by <see cref="DomainName.Key"/>.</param>
    public IReadOnlyList<string> Check(string name, OrganizationOptions settings, IEnumerable<string> domainsOfOthers)
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
        if (settings.DisplayName is { } title && !OrganizationDisplayName.IsValid(title))
        {
            errors.Add($"DisplayName: must have 1 to {OrganizationDisplayName.MaxLength} characters that can be seen");
        }

        if (settings.Connection.MetadataFile is not null)
        {
            errors.Add("Connection:MetadataFile: files are for the configuration of the server only: enter the metadata itself");
        }

        if (settings.Connection.Graph?.FederatedTokenFile is not null)
        {
            errors.Add("Connection:Graph:FederatedTokenFile: files are for the configuration of the server only: enter a client secret");
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

        if (settings.Connection.FederatedTokenFile is not null)
        {
            errors.Add(
                "Connection:FederatedTokenFile: files are for the configuration of the server only: "
                    + "the content would be sent to the address that is entered here"
            );
        }

        if (Scheme.Keys.Signing is null)
        {
            errors.AddRange(settings.Connection.NeedsOfKey().Select(key => $"Connection:{key}: there is no key to sign with"));
        }

        var taken = Others(name).SelectMany(o => o.Options.Domains).Select(DomainName.Key).Concat(domainsOfOthers).ToHashSet();
        for (var i = 0; i < settings.Domains.Count; i++)
        {
            if (taken.Contains(DomainName.Key(settings.Domains[i])))
            {
                errors.Add($"Domains:{i}: '{settings.Domains[i]}' is a domain of another organization already");
            }
        }

        return errors;
    }

    /// <summary>
    /// Builds an organization that has an identity provider of its own beside the others. What is wrong is said with the path within the
    /// organization.
    /// </summary>
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
        var (organization, errors) = await ReadAsync(name, settings, known, saved, cancellationToken);
        return organization is { Issuer.Length: > 0 } && Others(name).Any(o => o.Issuer == organization.Issuer)
            ? (null, ["Connection: another organization has this identity provider already: the issuer must tell organizations apart"])
            : (organization, errors);
    }

    /// <summary>
    /// The same without a look at other organizations: reads the identity provider and compiles the rules. An organization with saved
    /// settings whose identity provider does not answer, and that has none in use, comes into use without it: it is read later.
    /// </summary>
    public async Task<(Organization? Organization, IReadOnlyList<string> Errors)> ReadAsync(
        string name,
        OrganizationOptions settings,
        Organization? known,
        bool saved,
        CancellationToken cancellationToken
    )
    {
        var connection = settings.Connection;
        var mayBeReadLater = saved && known?.Issuer is null or "";
        var same = known is not null && IsSameSource(known.Options.Connection, connection) ? known : null;
        var (saml, openIdConnect) = (same?.IdentityProvider?.For(connection), same?.OpenIdProvider);
        if (connection.Protocol == ConnectionProtocol.OpenIdConnect && openIdConnect is null)
        {
            (openIdConnect, var key, var error, var isUnreachable) = saved
                ? await openId.ReadOrRecallAsync(name, connection, cancellationToken)
                : await openId.ReadAsync(name, connection, keep: false, cancellationToken);
            if (openIdConnect is null)
            {
                error = $"Connection:{key}: cannot read what the identity provider says of itself: {error}";
                return isUnreachable && mayBeReadLater ? CreateUnread(name, settings, error) : (null, [error]);
            }
        }
        else if (connection.Protocol == ConnectionProtocol.Saml2 && saml is null)
        {
            (saml, var error, var isUnreachable) = saved
                ? await metadata.ReadOrRecallAsync(name, connection, cancellationToken)
                : await metadata.ReadAsync(name, connection, keep: false, cancellationToken);
            if (saml is null)
            {
                var key =
                    connection.Metadata is not null ? nameof(connection.Metadata)
                    : connection.MetadataFile is not null ? nameof(connection.MetadataFile)
                    : nameof(connection.MetadataUrl);
                error = $"Connection:{key}: cannot read the identity provider's metadata: {error}";
                return isUnreachable && mayBeReadLater ? CreateUnread(name, settings, error) : (null, [error]);
            }
        }

        var conflicts = openIdConnect?.ConflictsWith(connection, hasKey: Scheme.Keys.Signing is not null).ToList() ?? [];
        return conflicts.Count > 0
            ? (null, [.. conflicts.Select(conflict => "Connection:" + conflict)])
            : Create(name, settings, saml, openIdConnect);
    }

    private static (Organization? Organization, IReadOnlyList<string> Errors) Create(
        string name,
        OrganizationOptions settings,
        IdentityProvider? saml,
        OpenIdProvider? openIdConnect
    ) =>
        IdentityResolver.TryCreate(SamlSpOptionsValidator.IdentitySettings(settings), out var resolver, out var wrong)
            ? (new(name, settings, resolver, saml, openIdConnect), [])
            : (null, wrong);

    private static (Organization? Organization, IReadOnlyList<string> Errors) CreateUnread(
        string name,
        OrganizationOptions settings,
        string error
    )
    {
        var (organization, wrong) = Create(name, settings, saml: null, openIdConnect: null);
        organization?.ConnectionError = error;
        return (organization, wrong);
    }

    /// <summary>Whether the settings have a connection.</summary>
    public static bool HasConnection(SamlSpConnectionOptions connection) =>
        connection.Protocol == ConnectionProtocol.OpenIdConnect
        || (connection.MetadataUrl ?? connection.MetadataFile ?? connection.Metadata) is not null;

    private static bool IsSameSource(SamlSpConnectionOptions before, SamlSpConnectionOptions after) =>
        (before.Protocol, before.MetadataUrl, before.MetadataFile, before.Metadata, before.EntityId)
            == (after.Protocol, after.MetadataUrl, after.MetadataFile, after.Metadata, after.EntityId)
        && (before.Issuer, before.AuthorizationUrl, before.TokenUrl, before.JwksUrl, before.EndSessionUrl)
            == (after.Issuer, after.AuthorizationUrl, after.TokenUrl, after.JwksUrl, after.EndSessionUrl)
        && before.MetadataSigningCertificates.SequenceEqual(after.MetadataSigningCertificates, StringComparer.Ordinal);

    private IEnumerable<Organization> Others(string name) =>
        Registry.All.Where(o => !o.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
