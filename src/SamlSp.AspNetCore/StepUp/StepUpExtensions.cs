using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>Registers what answers a <see cref="SamlAuthenticationRequirement"/>.</summary>
internal static class StepUpExtensions
{
    public static void AddStepUp(this IServiceCollection services)
    {
        services.AddSingleton<IAuthorizationHandler, StepUpAuthorizationHandler>();

        // Around the one that the application has registered before; the framework's otherwise.
        var known = services.LastOrDefault(service => service.ServiceType == typeof(IAuthorizationMiddlewareResultHandler));
        services.AddSingleton<IAuthorizationMiddlewareResultHandler>(provider =>
            ActivatorUtilities.CreateInstance<StepUpResultHandler>(provider, Inner(provider, known))
        );
    }

    private static IAuthorizationMiddlewareResultHandler Inner(IServiceProvider provider, ServiceDescriptor? known) =>
        known switch
        {
            { ImplementationInstance: IAuthorizationMiddlewareResultHandler instance } => instance,
            { ImplementationFactory: { } create } => (IAuthorizationMiddlewareResultHandler)create(provider),
            { ImplementationType: { } type } => (IAuthorizationMiddlewareResultHandler)ActivatorUtilities.CreateInstance(provider, type),
            _ => new AuthorizationMiddlewareResultHandler(),
        };
}
