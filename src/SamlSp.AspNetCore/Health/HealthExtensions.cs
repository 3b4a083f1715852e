using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SamlSp.AspNetCore;

/// <summary>Registers the services that watch the health of a node.</summary>
internal static class HealthExtensions
{
    /// <summary>The name of the health check: degraded while our clock and the identity providers' are apart.</summary>
    private const string Clock = "clock";

    /// <summary>The name of the health check: degraded while users cannot sign in.</summary>
    private const string SignIns = "sign_ins";

    public static void AddSignInWatch(this IServiceCollection services)
    {
        services.TryAddSingleton<ClockWatch>();
        services.TryAddSingleton<SignInWatch>();
        services.TryAddSingleton<IStoreAvailability, InMemoryStoreAvailability>();
        services.AddHealthChecks().AddCheck<ClockHealthCheck>(Clock).AddCheck<SignInHealthCheck>(SignIns);
    }
}
