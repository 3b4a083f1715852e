using Microsoft.AspNetCore.Http;

namespace SamlSp;

/// <summary>Serves a style sheet or a script that is embedded in the assembly this file is compiled into.</summary>
internal static class PageAsset
{
    /// <summary>Writes an embedded file.</summary>
    /// <param name="context">The request; HEAD gets the headers alone.</param>
    /// <param name="name">The logical name of the resource.</param>
    /// <param name="contentType">Its media type.</param>
    public static async Task WriteAsync(HttpContext context, string name, string contentType)
    {
        await using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(name)!;
        SetHeaders(context.Response, "public, max-age=3600", contentType, stream.Length);
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await stream.CopyToAsync(context.Response.Body, context.RequestAborted);
        }
    }

    /// <summary>Sets the headers of a file that is the same for every caller.</summary>
    public static void SetHeaders(HttpResponse response, string cacheControl, string contentType, long length)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = cacheControl;
        response.ContentType = contentType;
        response.ContentLength = length;
    }
}
