using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace SamlSp.AspNetCore;

/// <summary>
/// Takes over settings that change while the application runs. They are checked as a whole, as at start: with one mistake in them nothing
/// changes, and the log has each mistake. Settings that only a start can take over are named in the log.
/// </summary>
internal sealed class SettingsReloader(
    SamlSpSchemes schemes,
    IOptionsFactory<SamlSpOptions> factory,
    SchemeSettings settings,
    IEnumerable<ISettingsListener> listeners,
    TimeProvider clock,
    ILogger<SettingsReloader> logger
) : BackgroundService
{
    private const string Organizations = "Organizations";

    /// <summary>One save of a file can be seen as several changes.</summary>
    private static readonly TimeSpan Settle = TimeSpan.FromMilliseconds(250);

    /// <summary>The settings that are read anew for each use. The path of the key below the section.</summary>
    private static readonly string[] Changeable =
    [
        nameof(SamlSpOptions.ClockSkew),
        nameof(SamlSpOptions.PendingRequestLifetime),
        nameof(SamlSpOptions.MaximumPendingRequests),
        nameof(SamlSpOptions.Limits),
        nameof(SamlSpOptions.Session),
        nameof(SamlSpOptions.Metadata),
        nameof(SamlSpOptions.PublishedMetadata),
        nameof(SamlSpOptions.SignInTrace),
        nameof(SamlSpOptions.Gateway),
        Organizations,
    ];

    private readonly AsyncSignal _changed = new();
    private readonly List<IDisposable> _watches = [];
    private readonly Dictionary<SamlSpScheme, Dictionary<string, string?>> _inUse = [];
    private readonly Dictionary<SamlSpScheme, Dictionary<string, string?>> _lastSeen = [];

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in schemes.All)
        {
            if (scheme.Configuration is { } section)
            {
                _watches.Add(ChangeToken.OnChange(section.GetReloadToken, _changed.Set));
                _inUse[scheme] = _lastSeen[scheme] = Flatten(section);
            }
        }

        return base.StartAsync(cancellationToken);
    }

    /// <summary>Compares the settings of all schemes with those in use, and takes over what has changed.</summary>
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        foreach (var scheme in _inUse.Keys.ToList())
        {
            var now = Flatten(scheme.Configuration!);
            if (Differences(_lastSeen[scheme], now).Count == 0)
            {
                continue;
            }

            // Settings that were refused are not in use: what is right among them counts with the next change.
            _lastSeen[scheme] = now;
            if (Differences(_inUse[scheme], now) is { Count: > 0 } changed && await TryTakeOverAsync(scheme, changed, cancellationToken))
            {
                _inUse[scheme] = now;
            }
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _changed.WaitAsync(stoppingToken);
            await Task.Delay(Settle, clock, stoppingToken);
            try
            {
                await ReloadAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.SettingsNotReloaded(e);
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        base.Dispose();
        _watches.ForEach(watch => watch.Dispose());
        _changed.Dispose();
    }

    private async Task<bool> TryTakeOverAsync(SamlSpScheme scheme, List<string> changed, CancellationToken cancellationToken)
    {
        // (1) The new settings as a whole.
        var before = scheme.Options;
        var after = factory.Create(scheme.Name);
        var errors = settings.Check(scheme, after).ToList();
        if (after.Organizations.Count == 0 && before.Organizations.Count > 0)
        {
            errors.Add($"SamlSp:{Organizations}: all organizations are gone; the last one is taken away by a restart only");
        }

        // (2) The organizations. One whose settings are the same stays what it is.
        KeepUnchanged(before, after, changed);
        IReadOnlyList<Organization> organizations = [];
        scheme.Incoming = after;
        try
        {
            if (errors.Count == 0)
            {
                organizations = await settings.BuildAsync(scheme, after, errors, cancellationToken);
                errors.AddRange(organizations.SelectMany(organization => AgainstStored(scheme, after, organization)));
            }
        }
        finally
        {
            scheme.Incoming = null;
        }

        if (errors.Count > 0)
        {
            foreach (var error in errors.Distinct(StringComparer.Ordinal))
            {
                logger.SettingRefused(error);
            }

            return false;
        }

        // (3) What only a start takes over stays.
        var waiting = changed.Where(key => !IsChangeable(key)).ToList();
        scheme.Use(Merge(before, after));
        scheme.Registry.Declare(organizations);
        foreach (var listener in listeners)
        {
            listener.SettingsChanged();
        }

        if (waiting.Count < changed.Count)
        {
            logger.SettingsChanged(Named(changed.Except(waiting, StringComparer.OrdinalIgnoreCase)));
        }

        if (waiting.Count > 0)
        {
            logger.SettingsNeedRestart(Named(waiting));
        }

        return true;
    }

    /// <summary>
    /// What a new or changed organization takes from one of the store. A start gives it to the configuration, with a warning.
    /// </summary>
    private static IEnumerable<string> AgainstStored(SamlSpScheme scheme, SamlSpOptions options, Organization organization)
    {
        if (scheme.Registry.TryGet(organization.Name, out var known) && known == organization)
        {
            yield break;
        }

        var path = $"SamlSp:{Organizations}:{organization.Name}";
        var domains = organization.Options.Domains.Select(DomainName.Key).ToHashSet(StringComparer.Ordinal);
        foreach (
            var stored in scheme.Registry.All.Where(o => !scheme.Registry.IsDeclared(o.Name) && !options.Organizations.ContainsKey(o.Name))
        )
        {
            if (stored.Issuer == organization.Issuer)
            {
                yield return $"{path}:Connection: {stored.Name}, an organization of the store, has this identity provider already";
            }

            if (stored.Options.Domains.FirstOrDefault(domain => domains.Contains(DomainName.Key(domain))) is { } taken)
            {
                yield return $"{path}:Domains: '{taken}' is a domain of {stored.Name}, an organization of the store; only a restart takes"
                    + " it away";
            }
        }
    }

    /// <summary>Gives an organization whose keys have not changed the settings object that is in use.</summary>
    private static void KeepUnchanged(SamlSpOptions before, SamlSpOptions after, List<string> changed)
    {
        var names = changed
            .Where(key => key.StartsWith(Organizations + ":", StringComparison.OrdinalIgnoreCase))
            .Select(key => key.Split(':')[1])
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var name in after.Organizations.Keys.Where(name => !names.Contains(name)).ToList())
        {
            if (before.Organizations.TryGetValue(name, out var same))
            {
                after.Organizations[name] = same;
            }
        }
    }

    /// <summary>The settings in use, with what may change from the new ones.</summary>
    private static SamlSpOptions Merge(SamlSpOptions before, SamlSpOptions after)
    {
        var merged = before.Clone();
        foreach (var name in Changeable)
        {
            var property = typeof(SamlSpOptions).GetProperty(name)!;
            property.SetValue(merged, property.GetValue(after));
        }

        return merged;
    }

    private static bool IsChangeable(string key) => Changeable.Contains(key.Split(':')[0], StringComparer.OrdinalIgnoreCase);

    /// <summary>For the log: keys alone, since values may be secrets.</summary>
    private static string Named(IEnumerable<string> keys) =>
        string.Join(", ", keys.Select(key => "SamlSp:" + key).Order(StringComparer.OrdinalIgnoreCase));

    private static List<string> Differences(Dictionary<string, string?> before, Dictionary<string, string?> after) =>
        [
            .. before
                .Keys.Union(after.Keys, StringComparer.OrdinalIgnoreCase)
                .Where(key => before.GetValueOrDefault(key) != after.GetValueOrDefault(key)),
        ];

    private static Dictionary<string, string?> Flatten(IConfigurationSection section) =>
        section
            .AsEnumerable(makePathsRelative: true)
            .Where(entry => entry.Key.Length > 0 && entry.Value is not null)
            .ToDictionary(StringComparer.OrdinalIgnoreCase);
}
