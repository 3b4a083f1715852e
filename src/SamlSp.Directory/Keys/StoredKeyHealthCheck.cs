using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Degraded while a data protection key in the store cannot be decrypted: what it protects, cookies and the secrets of connections, cannot
/// be read on this node. Looks once a minute.
/// </summary>
internal sealed class StoredKeyHealthCheck(IKeyManager keys, TimeProvider clock) : IHealthCheck
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private (DateTimeOffset At, HealthCheckResult Result)? _last;

    /// <inheritdoc />
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        if (_last is { } last && now - last.At < Pause && now >= last.At)
        {
            return last.Result;
        }

        try
        {
            var result = await Task.Run(() => Look(now), cancellationToken).WaitAsync(Limit, cancellationToken);
            _last = (now, result);
            return result;
        }
        catch (Exception e) when (e is StoreUnavailableException or SamlSpConfigurationException or TimeoutException)
        {
            // That the store is down is for its own check to say.
            return HealthCheckResult.Healthy();
        }
    }

    private HealthCheckResult Look(DateTimeOffset now)
    {
        var all = keys.GetAllKeys().Where(key => !key.IsRevoked && key.ExpirationDate > now).ToList();
        var wrong = all.Select(Problem).OfType<string>().ToList();
        return wrong.Count == 0
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                string.Create(CultureInfo.InvariantCulture, $"{wrong.Count} of {all.Count} data protection keys cannot be read: {wrong[0]}")
            );
    }

    private static string? Problem(IKey key)
    {
        try
        {
            _ = key.Descriptor;
            return null;
        }
        catch (Exception e) when (e is CryptographicException or InvalidOperationException or FormatException or System.Xml.XmlException)
        {
            return e.Message;
        }
    }
}
