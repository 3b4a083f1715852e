using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.Server;

/// <summary>Health endpoints. They run before authentication, so that a probe never waits for a session look-up.</summary>
internal static class ServerHealth
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(15);

    public static void AddHealth(this IServiceCollection services)
    {
        services.AddHealthChecks();
        services.AddSingleton<IHealthCheckPublisher, HealthReporter>();
        services.Configure<HealthCheckPublisherOptions>(publisher =>
            (publisher.Delay, publisher.Period) = (TimeSpan.FromSeconds(2), Period)
        );
    }

    public static void MapHealth(this WebApplication app)
    {
        app.UseHealthChecks(
            "/healthz",
            new HealthCheckOptions
            {
                ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK },
                ResponseWriter = HealthDetails.WriteAsync,
            }
        );
        app.UseHealthChecks("/healthz/live", new HealthCheckOptions { Predicate = _ => false });
        app.UseHealthChecks(
            "/healthz/ready",
            new HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK } }
        );
    }
}
