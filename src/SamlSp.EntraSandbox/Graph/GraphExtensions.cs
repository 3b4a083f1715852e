using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace SamlSp.EntraSandbox;

/// <summary>Maps the stand-in for Microsoft Graph.</summary>
internal static class GraphExtensions
{
    /// <param name="group">What is below the sandbox's path.</param>
    /// <param name="by">A handler of the endpoint.</param>
    /// <param name="bounded">Bounds a body.</param>
    public static void MapGraph(
        this RouteGroupBuilder group,
        Func<Func<GraphEndpoint, HttpContext, Task>, Delegate> by,
        Func<RouteHandlerBuilder, RouteHandlerBuilder> bounded
    )
    {
        var users = group.MapGroup("/graph/v1.0/users");
        users.MapGet("/delta", by((graph, context) => graph.DeltaAsync(context)));
        bounded(users.MapPost("/{id}/getMemberObjects", by((graph, context) => graph.MemberObjectsAsync(context))));
        users.MapGet("/{id}/transitiveMemberOf/microsoft.graph.group", by((graph, context) => graph.TransitiveMemberOfAsync(context)));
    }
}
