using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Serves the style sheet and the script of the pages, which are inside the assembly.</summary>
internal static class PageAsset
{
    public static async Task WriteAsync(HttpContext context, string name, string contentType)
    {
        await using var stream = typeof(PageAsset).Assembly.GetManifestResourceStream(name)!;
        var response = context.Response;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; frame-ancestors 'none'";
        response.Headers.CacheControl = "public, max-age=3600";
        response.ContentType = contentType;
        response.ContentLength = stream.Length;
        if (HttpMethods.IsGet(context.Request.Method))
        {
            await stream.CopyToAsync(response.Body, context.RequestAborted);
        }
    }
}
