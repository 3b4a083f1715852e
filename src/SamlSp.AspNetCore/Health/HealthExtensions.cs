using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SamlSp.AspNetCore;

/// <summary>Registers the services that watch the health of a node.</summary>
internal static class HealthExtensions
{
    /// <summary>The name of the health check: degraded while our clock and the identity providers' are apart.</summary>
    private const string Clock = "clock";

    public static void AddClockWatch(this IServiceCollection services)
    {
        services.TryAddSingleton<ClockWatch>();
        services.AddHealthChecks().AddCheck<ClockHealthCheck>(Clock);
    }
}
