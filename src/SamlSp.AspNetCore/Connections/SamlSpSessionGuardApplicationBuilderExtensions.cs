using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Ends what is open together with its session.</summary>
public static class SamlSpSessionGuardApplicationBuilderExtensions
{
    /// <summary>
    /// Ends each request that is still open when its session ends: a WebSocket, an event stream, a long poll, a gRPC stream, a download. At
    /// the end by time, and within two seconds of a sign-out or a revocation on any node, the request is aborted
    /// (<see cref="AspNetCore.Http.HttpContext.Abort"/>). Call it after <c>UseAuthentication</c>. Requests have the feature
    /// <see cref="ISamlSpSessionFeature"/> then. SignalR hubs and Blazor circuits end with their session without this line as well.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddSamlSp</c> was not called.</exception>
    /// <exception cref="SamlSpConfigurationException">There is no authentication before it.</exception>
    public static IApplicationBuilder UseSamlSpSessionGuard(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var open =
            app.ApplicationServices.GetService<OpenConnections>()
            ?? throw new InvalidOperationException("There is no scheme of SamlSp. Call services.AddAuthentication().AddSamlSp(…).");
        app.ApplicationServices.GetRequiredService<SessionGuardPlacement>().Note(app);
        return app.Use(next => new SessionGuardMiddleware(next, open).InvokeAsync);
    }
}
