using System.Diagnostics;

namespace SamlSp.Server;

/// <summary>
/// Gives the framework's span of a request its name and attributes by OpenTelemetry's conventions for HTTP: method, route, status. The
/// route is a pattern of the application, never the path of the request, which can be any text.
/// </summary>
internal static class RequestSpan
{
    private static readonly string[] Methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];

    public static async Task NameAsync(HttpContext context, RequestDelegate next)
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

    private static void Describe(Activity span, HttpContext context)
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

    private static string? Route(HttpContext context) =>
        context.GetEndpoint() is not RouteEndpoint { RoutePattern.RawText: { } pattern } ? null
        : pattern is ['/', ..] ? pattern
        : "/" + pattern;
}
