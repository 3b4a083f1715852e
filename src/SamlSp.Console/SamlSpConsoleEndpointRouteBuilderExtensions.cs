using Microsoft.AspNetCore.Routing;
using SamlSp.Console;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the pages for users: the console at <c>/console</c>, and the start page.</summary>
public static class SamlSpConsoleEndpointRouteBuilderExtensions
{
    /// <summary>Maps the pages.</summary>
    public static IEndpointRouteBuilder MapSamlSpConsole(this IEndpointRouteBuilder endpoints)
    {
        ConsoleAssets.Map(endpoints);
        endpoints.MapRazorPages();
        return endpoints;
    }
}
