using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Checks all schemes before the first request is served, reads metadata and keys, and refuses to start with everything that is wrong.
/// </summary>
internal sealed class SamlSpStartup(
    IEnumerable<IConfigurationCheck> checks,
    SamlSpSchemes schemes,
    SchemeSettings settings,
    IHostEnvironment environment,
    LastKnownGoodMetadata recall,
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
            var modulePath = scheme.Options.ModulePath;
            if (!modulePaths.Add(modulePath))
            {
                errors.Add($"SamlSp:ModulePath: the scheme {scheme.Name} shares {modulePath} with another");
            }

            await LoadKeysAsync(scheme, errors, cancellationToken);
            errors.AddRange(settings.Check(scheme, scheme.Options));
        }

        errors.AddRange(checks.SelectMany(check => check.Check()));
        foreach (var scheme in schemes.All)
        {
            await DeclareAsync(scheme, errors, cancellationToken);
        }

        if (errors.Count > 0)
        {
            throw new SamlSpConfigurationException([.. errors.Distinct(StringComparer.Ordinal)]);
        }

        foreach (var check in checks)
        {
            await check.PrepareAsync(cancellationToken);
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

    private async Task DeclareAsync(SamlSpScheme scheme, List<string> errors, CancellationToken cancellationToken)
    {
        var organizations = await settings.BuildAsync(scheme, scheme.Options, errors, cancellationToken);
        foreach (var organization in organizations)
        {
            if (organization.IdentityProvider is { Status.IsLastKnownGood: true } recalled)
            {
                logger.StartedOnLastKnownGood(organization.Name, recalled.Status.ReadAt, recalled.Status.LastError ?? "");
            }
            else if (organization.OpenIdProvider is { LastError: { } wrong } openId)
            {
                logger.StartedOnLastKnownGood(organization.Name, openId.ReadAt, wrong);
            }
            else if (organization.ConnectionError is { } unread)
            {
                logger.StartedUnread(organization.Name, unread);
            }
        }

        scheme.Registry.Declare(organizations);
        if (organizations.Count == 0 && errors.Count == 0)
        {
            logger.NoOrganizations(scheme.Name);
        }
    }
}
