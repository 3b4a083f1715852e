using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.Server;

/// <summary>Health, answered ahead of authentication: a probe never waits for a session.</summary>
internal static class ServerHealth
{
    public static void MapHealth(this WebApplication app)
    {
        app.UseHealthChecks("/healthz/live", new Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions { Predicate = _ => false });
        app.UseHealthChecks("/healthz/ready", new Microsoft.AspNetCore.Diagnostics.HealthChecks.HealthCheckOptions { ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK } });
    }
}
