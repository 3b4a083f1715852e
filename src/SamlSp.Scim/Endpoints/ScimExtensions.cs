using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>Adds SCIM 2.0 provisioning to an application that keeps its people in SamlSp's store.</summary>
public static class ScimExtensions
{
    /// <summary>Where the organizations' endpoints live: <c>/scim/v2/&lt;organization&gt;/</c>.</summary>
    public const string Path = "/scim/v2";

    /// <summary>Adds what the endpoints need. The store has to be added as well, by <c>AddSamlSpDirectory</c>.</summary>
    public static IServiceCollection AddSamlSpScim(this IServiceCollection services)
    {
        services.AddDataProtection();
        services.AddOptions<RateLimitOptions>();
        services.AddSingleton<ProvisioningLog>();
        services.AddHostedService(provider => provider.GetRequiredService<ProvisioningLog>());
        services.AddSingleton<ResourceWrites>();
        services.AddSingleton<UserService>();
        services.AddSingleton<GroupService>();
        services.AddSingleton<ScimRouter>();
        services.AddSingleton<BulkService>();
        services.AddSingleton<AccessTokens>();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<WorkloadAssertions>();
        services.AddSingleton<ProvisioningAuthenticator>();
        services.AddSingleton<ProvisioningLimiter>();
        services.AddSingleton<ClientCredentialsEndpoint>();
        services.AddSingleton<ScimEndpoint>();
        return services;
    }

    /// <summary>Maps the endpoints. They ask for a token of their own, and for no session.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme whose organizations are provisioned; null for the first one.</param>
    public static IEndpointRouteBuilder MapSamlSpScim(this IEndpointRouteBuilder endpoints, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var served = SamlSpSchemes.In(endpoints.ServiceProvider).Get(scheme);
        endpoints
            .MapPost(
                Path + "/{organization}/oauth2/token",
                (HttpContext context, ClientCredentialsEndpoint endpoint) => endpoint.HandleAsync(context, served)
            )
            .AllowAnonymous()
            .DisableAntiforgery();
        endpoints
            .Map(Path + "/{organization}/{**path}", (HttpContext context, ScimEndpoint endpoint) => endpoint.HandleAsync(context, served))
            .AllowAnonymous()
            .DisableAntiforgery();
        return endpoints;
    }
}
