using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Console;

/// <summary>Adds the pages for people.</summary>
public static class SamlSpConsoleExtensions
{
    /// <summary>Registers what the pages need.</summary>
    public static IServiceCollection AddSamlSpConsole(this IServiceCollection services)
    {
        services.AddRazorPages().AddApplicationPart(typeof(SamlSpConsoleExtensions).Assembly);
        return services;
    }

    /// <summary>Maps the pages.</summary>
    public static IEndpointRouteBuilder MapSamlSpConsole(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapRazorPages();
        return endpoints;
    }
}
