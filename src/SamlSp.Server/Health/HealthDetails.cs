using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>
/// <c>/healthz</c>: all checks with their reasons as JSON, for the operator, who proves it as for a trace. Anybody else gets the word that
/// <c>/healthz/ready</c> has.
/// </summary>
internal static class HealthDetails
{
    /// <summary>What an <see cref="OperatorToken"/> must be for.</summary>
    public const string Purpose = "health";

    /// <summary>Its subject: all checks.</summary>
    public const string Subject = "*";

    public static Task WriteAsync(HttpContext context, HealthReport report)
    {
        var services = context.RequestServices;
        var (clock, scheme) = (services.GetRequiredService<TimeProvider>(), services.GetRequiredService<SamlSpSchemes>().Default);
        if (!OperatorProof.IsPresent(context.Request))
        {
            return context.Response.WriteAsJsonAsync(new { status = report.Status.ToString() }, context.RequestAborted);
        }

        if (OperatorProof.Read(context.Request, scheme, Purpose, Subject, clock.GetUtcNow()) is null)
        {
            return Results
                .Problem(statusCode: StatusCodes.Status401Unauthorized, title: "The operator's proof does not hold.")
                .ExecuteAsync(context);
        }

        return context.Response.WriteAsJsonAsync(
            new
            {
                status = report.Status.ToString(),
                at = clock.GetUtcNow(),
                node = Environment.MachineName,
                checks = report
                    .Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => new
                    {
                        name = entry.Key,
                        status = entry.Value.Status.ToString(),
                        reason = entry.Value.Description ?? entry.Value.Exception?.Message,
                    }),
            },
            context.RequestAborted
        );
    }
}
