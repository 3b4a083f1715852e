using System.Diagnostics;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>
/// Gives the framework's span of a request its name and attributes by OpenTelemetry's conventions for HTTP: method, route, status. The
/// route is a pattern of the application, never the path of the request, which can be any text.
/// </summary>
internal sealed class RequestSpan(SamlSpSchemes schemes)
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    private static readonly string[] ModuleEndpoints = ["/SignIn", "/Acs", "/Logout", "/pages.css", "/post.js"];

    public async Task NameAsync(HttpContext context, RequestDelegate next)
    {
        var span = Activity.Current;
        try
        {
            await next(context);
        }
        finally
        {
            if (span is { IsAllDataRequested: true })
            {
                Describe(span, context);
            }
        }
    }

    private void Describe(Activity span, HttpContext context)
    {
        var method = Methods.Contains(context.Request.Method, StringComparer.Ordinal) ? context.Request.Method : "_OTHER";
        var route = Route(context);
        span.DisplayName = route is null ? method : method + " " + route;
        span.SetTag("http.request.method", method);
        span.SetTag("http.route", route);
        span.SetTag("http.response.status_code", context.Response.StatusCode);
        if (context.Response.StatusCode >= 500)
        {
            span.SetStatus(ActivityStatusCode.Error);
        }
    }

    private string? Route(HttpContext context)
    {
        if (context.GetEndpoint() is RouteEndpoint endpoint)
        {
            return endpoint.RoutePattern.RawText is { Length: > 0 } pattern ? (pattern[0] == '/' ? pattern : "/" + pattern) : "/";
        }

        var module = schemes.Default.Options.ModulePath;
        if (!context.Request.Path.StartsWithSegments(module, StringComparison.OrdinalIgnoreCase, out var rest))
        {
            return null;
        }

        return rest.Value is "" or "/" ? module
            : ModuleEndpoints.FirstOrDefault(e => e.Equals(rest.Value, StringComparison.OrdinalIgnoreCase)) is { } known ? module + known
            : null;
    }
}
