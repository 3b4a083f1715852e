using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Headers that every answer has, unless a page has set stricter or other ones.</summary>
public static class SamlSpSecurityHeadersApplicationBuilderExtensions
{
    private const string Permissions =
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
        + "midi=(), payment=(), usb=()";

    /// <summary>
    /// Adds <c>nosniff</c>, a content security policy that lets nobody frame us and loads nothing from other hosts, referrer and
    /// permissions policies, and <c>no-store</c>; with an <c>https:</c> BaseUrl also Strict-Transport-Security (RFC 6797), for a year and
    /// for this host.
    /// </summary>
    public static IApplicationBuilder UseSamlSpSecurityHeaders(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);

        // Behind a proxy the request itself comes by http: what counts is the address that browsers see. Read at the first answer, since
        // wrong settings are for the start to report.
        var secure = new Lazy<bool>(() =>
            app.ApplicationServices.GetService<SamlSpSchemes>()?.All.Any(scheme => scheme.Options.IsSecure) == true
        );
        return app.Use(
            (context, next) =>
            {
                context.Response.OnStarting(Write, context.Response);
                return next(context);
            }
        );

        Task Write(object state)
        {
            var headers = ((HttpResponse)state).Headers;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Permissions-Policy"] = Permissions;
            if (secure.Value)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            if (headers.ContentSecurityPolicy.Count == 0)
            {
                headers.ContentSecurityPolicy =
                    "default-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            }

            if (headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            if (headers["Referrer-Policy"].Count == 0)
            {
                headers["Referrer-Policy"] = "same-origin";
            }

            return Task.CompletedTask;
        }
    }
}
