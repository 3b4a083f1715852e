using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Headers that every answer has, unless a page has set stricter or other ones.</summary>
public static class SecurityHeadersMiddleware
{
    /// <summary>Adds <c>nosniff</c>, a content security policy that lets nobody frame us and loads nothing from other hosts, and <c>no-store</c>.</summary>
    public static IApplicationBuilder UseSecurityHeaders(this IApplicationBuilder app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpResponse)state).Headers;
            headers.XContentTypeOptions = "nosniff";
            if (headers.ContentSecurityPolicy.Count == 0) headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            if (headers["Referrer-Policy"].Count == 0) headers["Referrer-Policy"] = "same-origin";
            return Task.CompletedTask;
        }, context.Response);
        return next(context);
    });
}
