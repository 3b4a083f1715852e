using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// Checks all schemes before the first request is served, reads metadata and keys, and refuses to start with everything that is wrong.
/// </summary>
internal sealed class SamlSpStartup(
    IEnumerable<IConfigurationCheck> checks,
    SamlSpSchemes schemes,
    IOptions<ConfigurationSchema> schema,
    IHostEnvironment environment,
    OrganizationBuilder builder,
    LastKnownGoodMetadata recall,
    IEnumerable<IIdentityProviderMetadataSource> sources,
    ILogger<SamlSpStartup> logger,
    IServer? server = null
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
            errors.AddRange(schemes.All.SelectMany(scheme => check.Check(scheme, scheme.Options)));
        }

        foreach (var scheme in schemes.All)
        {
            await FillAsync(scheme, errors, cancellationToken);
        }

        if (errors.Count > 0)
        {
            throw new SamlSpConfigurationException([.. errors.Distinct(StringComparer.Ordinal)]);
        }

        // A start that is refused leaves the store as it was: with a newer version's schema in it, the operator could not go back to the
        // version that ran.
        await recall.SaveHeldAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>By now the application has mapped its endpoints, wherever it does so.</summary>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in schemes.All.Where(scheme => !scheme.IsMapped))
        {
            logger.NotMapped(scheme.Name);
        }

        // Sign-ins end at BaseUrl: at nobody's, or at whoever listens there.
        var listening = server?.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        foreach (var options in schemes.All.Select(scheme => scheme.Options))
        {
            if (!ListeningAddress.IsReached(options.BaseUrl, listening))
            {
                logger.ListensElsewhere(options.BaseUrl!, string.Join(", ", listening));
            }
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

    private async Task FillAsync(SamlSpScheme scheme, List<string> errors, CancellationToken cancellationToken)
    {
        // (1) All are asked at once: the start waits for the slowest, not for each in turn.
        var readings = scheme
            .Options.Organizations.Where(o => IsReadable(o.Key, o.Value.Connection))
            .ToDictionary(
                o => o.Key,
                o => builder.ReadAsync(o.Key, o.Value, known: null, saved: true, cancellationToken),
                StringComparer.OrdinalIgnoreCase
            );

        // (2) Each in turn, beside those before it.
        var organizations = new List<Organization>();
        foreach (var (name, settings) in scheme.Options.Organizations)
        {
            var path = $"SamlSp:Organizations:{name}";
            errors.AddRange(CheckForStart(path + ":Connection", name, settings.Connection, scheme));
            if (!readings.TryGetValue(name, out var reading))
            {
                continue;
            }

            var (organization, wrong) = await reading;
            errors.AddRange(wrong.Select(error => $"{path}:{error}"));
            if (organization is null)
            {
                continue;
            }

            if (organizations.Find(o => o.Issuer == organization.Issuer) is { } same)
            {
                errors.Add($"{path}:Connection: has the same identity provider as {same.Name}: the issuer must tell organizations apart");
                continue;
            }

            organizations.Add(organization);
            if (organization.IdentityProvider is { Status.IsLastKnownGood: true } recalled)
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

    /// <summary>Whether there is something to read. What is wrong with the settings themselves was said before.</summary>
    private bool IsReadable(string name, SamlSpConnectionOptions connection) =>
        connection.Protocol == ConnectionProtocol.OpenIdConnect
            ? ConnectionValidator.Validate("", connection, environment.IsDevelopment()).Count == 0
            : OrganizationBuilder.HasConnection(connection) || sources.Any(s => s.Find(name) is not null);

    /// <summary>What only a start asks of a connection.</summary>
    private IEnumerable<string> CheckForStart(string path, string name, SamlSpConnectionOptions connection, SamlSpScheme scheme)
    {
        if (connection.Protocol == ConnectionProtocol.OpenIdConnect)
        {
            return [];
        }

        if (!IsReadable(name, connection))
        {
            return [$"{path}: MetadataUrl or MetadataFile is required, or another protocol"];
        }

        var pinned = connection.MetadataSigningCertificates;
        var errors = PinnedMetadataKeys.Check($"{path}:MetadataSigningCertificates", pinned, environment.ContentRootPath);
        return connection.SignRequests == true && scheme.Keys.Signing is null
            ? errors.Append($"{path}:SignRequests: there is no key to sign with; set SamlSp:Certificates:Directory")
            : errors;
    }
}
