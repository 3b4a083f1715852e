using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Console.Tests;

/// <summary>Every handler of every page below <c>/console</c>, read from the running application: there is no list to maintain.</summary>
internal static class HandlerList
{
    public static async Task<IReadOnlyList<ConsoleHandler>> OfAsync(IServiceProvider services)
    {
        var loader = services.GetRequiredService<PageLoader>();
        var handlers = new List<ConsoleHandler>();
        foreach (var endpoint in services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>())
        {
            var route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (
                endpoint.Metadata.GetMetadata<PageActionDescriptor>() is not { } descriptor
                || !route.StartsWith("/console", StringComparison.OrdinalIgnoreCase)
            )
            {
                continue;
            }

            var compiled = await loader.LoadAsync(descriptor, endpoint.Metadata);
            foreach (var method in compiled.HandlerMethods)
            {
                handlers.Add(
                    new(
                        route,
                        method.HttpMethod.ToUpperInvariant(),
                        method.Name,
                        RequireRoleAttribute.RequiredRole(
                            compiled.HandlerTypeInfo,
                            method.MethodInfo,
                            method.HttpMethod.ToUpperInvariant()
                        ),
                        method.MethodInfo
                    )
                );
            }
        }

        return handlers;
    }

    /// <summary>Routes below <c>/console</c> that are no pages.</summary>
    public static IEnumerable<string> OtherRoutes(IServiceProvider services) =>
        services
            .GetServices<EndpointDataSource>()
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<PageActionDescriptor>() is null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => route.StartsWith("/console", StringComparison.OrdinalIgnoreCase));
}
