using Microsoft.AspNetCore.Routing;
using SamlSp.Console;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the pages that users see: the console at <c>/console</c>, the start page, terms of service and owner links.</summary>
public static class SamlSpConsoleEndpointRouteBuilderExtensions
{
    /// <summary>Maps the pages.</summary>
    public static IEndpointRouteBuilder MapSamlSpConsole(this IEndpointRouteBuilder endpoints)
    {
        ConsoleAssets.Map(endpoints);
        OwnerLinkRoutes.Map(endpoints);
        endpoints.MapRazorPages();
        return endpoints;
    }
}
