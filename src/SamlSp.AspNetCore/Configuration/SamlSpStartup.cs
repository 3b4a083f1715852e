using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// Checks all schemes before the first request is served, reads metadata and keys, and refuses to start with everything that is wrong.
/// </summary>
internal sealed class SamlSpStartup(
    IEnumerable<IConfigurationCheck> checks,
    SamlSpSchemes schemes,
    IOptions<ConfigurationSchema> schema,
    IHostEnvironment environment,
    IdentityProviderMetadataReader metadata,
    OpenIdProviderReader openId,
    IEnumerable<IIdentityProviderMetadataSource> sources,
    ILogger<SamlSpStartup> logger
) : IHostedLifecycleService
{
    private Task? _checked;

    /// <summary>Runs once, whoever asks first.</summary>
    public Task StartingAsync(CancellationToken cancellationToken) => _checked ??= CheckAsync(cancellationToken);

    private async Task CheckAsync(CancellationToken cancellationToken)
    {
        var errors = new List<string>();
        var modulePaths = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var scheme in schemes.All)
        {
            if (scheme.Configuration is { } section)
            {
                errors.AddRange(schema.Value.Check(section, typeof(SamlSpOptions)));
            }

            var scoped = scheme.Options;
            if (!modulePaths.Add(scoped.ModulePath))
            {
                errors.Add($"SamlSp:ModulePath: the scheme {scheme.Name} shares {scoped.ModulePath} with another");
            }

            errors.AddRange(SamlSpOptionsValidator.Validate(scoped, environment.IsDevelopment()));
            await LoadKeysAsync(scheme, errors, cancellationToken);
        }

        foreach (var check in checks)
        {
            errors.AddRange(check.Check());
        }

        // A start that is refused leaves the store as it was: with a newer version's schema in it, the operator could not go back to the
        // version that ran.
        foreach (var scheme in schemes.All)
        {
            await FillAsync(scheme, keep: errors.Count == 0, errors, cancellationToken);
        }

        if (errors.Count > 0)
        {
            throw new SamlSpConfigurationException([.. errors.Distinct(StringComparer.Ordinal)]);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>By now the application has mapped its endpoints, wherever it does so.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in schemes.All.Where(scheme => !scheme.IsMapped))
        {
            logger.NotMapped(scheme.Name);
        }

        return Task.CompletedTask;
    }

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LoadKeysAsync(SamlSpScheme scheme, List<string> errors, CancellationToken cancellationToken)
    {
        try
        {
            await scheme.Keys.LoadAsync(scheme.Options.Certificates, environment.ContentRootPath, cancellationToken);
        }
        catch (Exception e)
            when (e
                    is IOException
                        or UnauthorizedAccessException
                        or ArgumentException
                        or System.Security.Cryptography.CryptographicException
            )
        {
            errors.Add($"SamlSp:Certificates:Directory: {e.Message}");
        }
    }

    private async Task FillAsync(SamlSpScheme scheme, bool keep, List<string> errors, CancellationToken cancellationToken)
    {
        var scoped = scheme.Options;

        // All are asked at once: the start waits for the slowest, not for each in turn.
        var readings = scoped
            .Organizations.Where(o =>
                o.Value.Connection.Protocol == ConnectionProtocol.Saml2
                && (OrganizationBuilder.HasConnection(o.Value.Connection) || sources.Any(s => s.Find(o.Key) is not null))
            )
            .ToDictionary(
                o => o.Key,
                o =>
                    keep
                        ? metadata.ReadOrRecallAsync(o.Key, o.Value.Connection, cancellationToken)
                        : metadata.ReadAsync(o.Key, o.Value.Connection, keep: false, cancellationToken),
                StringComparer.OrdinalIgnoreCase
            );
        var discoveries = scoped
            .Organizations.Where(o =>
                ConnectionValidator.Validate("", o.Value.Connection, environment.IsDevelopment()).Count == 0
                && o.Value.Connection.Protocol == ConnectionProtocol.OpenIdConnect
            )
            .ToDictionary(
                o => o.Key,
                o =>
                    keep
                        ? openId.ReadOrRecallAsync(o.Key, o.Value.Connection, cancellationToken)
                        : openId.ReadAsync(o.Key, o.Value.Connection, keep: false, cancellationToken),
                StringComparer.OrdinalIgnoreCase
            );
        var organizations = new List<Organization>();
        foreach (var (name, settings) in scoped.Organizations)
        {
            var path = $"SamlSp:Organizations:{name}:Connection";
            if (settings.Connection.Protocol == ConnectionProtocol.OpenIdConnect)
            {
                if (!discoveries.TryGetValue(name, out var discovery))
                {
                    continue;
                }

                var (provider, key, why) = await discovery;
                if (provider is null)
                {
                    errors.Add($"{path}:{key}: cannot read what the identity provider says of itself: {why}");
                }
                else if (organizations.Find(o => o.OpenIdProvider?.Issuer == provider.Issuer) is { } same)
                {
                    errors.Add($"{path}: has the same identity provider as {same.Name}: the issuer must tell organizations apart");
                }
                else if (IdentityResolver.TryCreate(SamlSpOptionsValidator.IdentitySettings(settings), out var rules, out _))
                {
                    organizations.Add(new(name, settings, rules, identityProvider: null, provider));
                }

                continue;
            }

            if (!readings.TryGetValue(name, out var reading))
            {
                errors.Add($"{path}: MetadataUrl or MetadataFile is required, or another protocol");
                continue;
            }

            if (settings.Connection.SignRequests == true && scheme.Keys.Signing is null)
            {
                errors.Add($"{path}:SignRequests: there is no key to sign with; set SamlSp:Certificates:Directory");
            }

            var (identityProvider, error) = await reading;
            errors.AddRange(
                PinnedMetadataKeys.Check(
                    $"{path}:MetadataSigningCertificates",
                    settings.Connection.MetadataSigningCertificates,
                    environment.ContentRootPath
                )
            );
            if (identityProvider is null)
            {
                errors.Add(
                    $"{path}:{(settings.Connection.MetadataFile is null ? "MetadataUrl" : "MetadataFile")}: cannot read the "
                        + $"identity provider's metadata: {error}"
                );
            }
            else if (organizations.Find(o => o.IdentityProvider?.Trust.EntityId == identityProvider.Trust.EntityId) is { } other)
            {
                errors.Add($"{path}: has the same identity provider as {other.Name}: the issuer must tell organizations apart");
            }
            else if (IdentityResolver.TryCreate(SamlSpOptionsValidator.IdentitySettings(settings), out var resolver, out _))
            {
                organizations.Add(new(name, settings, resolver, identityProvider));
            }

            if (identityProvider is { Status.IsLastKnownGood: true } recalled)
            {
                logger.StartedOnLastKnownGood(name, recalled.Status.ReadAt, recalled.Status.LastError ?? "");
            }
        }

        scheme.Registry.Fill(organizations);
        if (organizations.Count == 0 && errors.Count == 0)
        {
            logger.NoOrganizations(scheme.Name);
        }
    }
}
