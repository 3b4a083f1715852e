using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.AspNetCore;

/// <summary>
/// Degraded while half of an organization's sign-ins or more are refused for reasons that are not the users' own. The node stays in
/// service: sessions go on, and another node would refuse the same.
/// </summary>
internal sealed class SignInHealthCheck(SignInWatch watch) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var failures = watch.Failures();
        return Task.FromResult(
            failures.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", failures.Select(Describe)))
        );
    }

    private static string Describe(SignInFailures failures)
    {
        var organization = failures.Organization.Length == 0 ? "(no organization)" : failures.Organization;
        var codes = string.Join(
            ", ",
            failures.ByCode.Select(code => string.Create(CultureInfo.InvariantCulture, $"{code.Key} {code.Value}"))
        );
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{organization}: {failures.Refused} of {failures.Attempts} sign-ins in {SignInWatch.Window.TotalMinutes:0} minutes "
                + $"were refused: {codes}"
        );
    }
}
