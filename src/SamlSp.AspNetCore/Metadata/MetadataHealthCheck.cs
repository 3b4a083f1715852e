using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace SamlSp.AspNetCore;

/// <summary>
/// Degraded while what an identity provider says of itself cannot be read, or is too old to be used, and while no organization has a usable
/// connection. Users of other organizations can still sign in, and sessions go on, so the node stays in service.
/// </summary>
internal sealed class MetadataHealthCheck(OrganizationsInUse inUse, TimeProvider clock) : IHealthCheck
{
    /// <inheritdoc />
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var now = clock.GetUtcNow();
        var organizations = inUse.All.ToList();
        var wrong = organizations.Select(organization => Problem(organization, now)).OfType<string>().ToList();
        if (organizations.Count == 0)
        {
            wrong.Add("there is no organization, so no user can sign in");
        }
        else if (!organizations.Exists(organization => IsUsable(organization, now)))
        {
            wrong.Add("no organization has a usable connection, so no user can sign in");
        }

        return Task.FromResult(wrong.Count == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded(string.Join("; ", wrong)));
    }

    private static string? Problem(Organization organization, DateTimeOffset now)
    {
        if (organization.IdentityProvider is { } saml)
        {
            var status = saml.Status;
            return !saml.IsUsable(now)
                    ? $"{organization.Name}: no user can sign in, the metadata is too old: read at {status.ReadAt:O}; {status.LastError}"
                : status.LastError is not null ? $"{organization.Name}: using the metadata read at {status.ReadAt:O}; {status.LastError}"
                : null;
        }

        if (organization.OpenIdProvider is { } openId)
        {
            return openId.LastError is null ? null : $"{organization.Name}: using the keys read at {openId.ReadAt:O}; {openId.LastError}";
        }

        return $"{organization.Name}: no user can sign in, the identity provider was never read: {organization.ConnectionError}";
    }

    private static bool IsUsable(Organization organization, DateTimeOffset now) =>
        organization.Options.Connection.Enabled
        && (organization.OpenIdProvider is not null || organization.IdentityProvider?.IsUsable(now) == true);
}
