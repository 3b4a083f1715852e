using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Writes a page: one layout, no script except <c>post.js</c>, nothing from other hosts.</summary>
internal static class Page
{
    /// <summary>
    /// For a form whose response leads to other hosts: browsers check every redirect that follows against form-action (CSP 3, 6.4.1), and
    /// the identity provider and the application decide where those lead. Plain http is left to this computer.
    /// </summary>
    public static string Onward(SamlSpOptions options) => options.IsSecure ? "https: http://localhost:* http://127.0.0.1:*" : "http:";

    public static async Task WriteAsync(
        SamlSpContext sp,
        int status,
        string title,
        Html body,
        string? formAction = null,
        bool post = false,
        string? frameAncestor = null
    )
    {
        SetHeaders(sp.Response, formAction, frameAncestor);
        var assets = sp.ModulePath;
        await HtmlDocument.WriteAsync(
            sp.Http,
            status,
            title,
            assets + "/pages.css",
            $"""
            <main>
            <h1>{title}</h1>
            {body}
            </main>
            """,
            script: post ? assets + "/post.js" : null
        );
    }

    /// <summary>The same for callers that do not accept HTML: ProblemDetails (RFC 9457).</summary>
    public static Task WriteProblemAsync(
        HttpContext context,
        int status,
        string? title = null,
        string? detail = null,
        string? reference = null
    )
    {
        SetHeaders(context.Response);
        return Results
            .Problem(
                statusCode: status,
                title: title,
                detail: detail,
                extensions: reference is null ? null : new Dictionary<string, object?> { ["reference"] = reference }
            )
            .ExecuteAsync(context);
    }

    /// <summary>Leads on by GET, with the headers of a page.</summary>
    public static void SeeOther(HttpResponse response, string location)
    {
        SetHeaders(response);
        response.StatusCode = StatusCodes.Status303SeeOther;
        response.Headers.Location = location;
    }

    /// <summary>The same where the address of the request holds a secret: the next page is not told where the browser came from.</summary>
    public static void SeeOtherWithoutReferrer(HttpResponse response, string location)
    {
        SeeOther(response, location);
        response.Headers["Referrer-Policy"] = "no-referrer";
    }

    public static void SetHeaders(HttpResponse response, string? formAction = null, string? frameAncestor = null)
    {
        var headers = response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'"
            + (formAction is null ? "" : " " + formAction)
            + "; base-uri 'none'; frame-ancestors "
            + (frameAncestor ?? "'none'");
    }

    /// <summary>Whether the response may be HTML: the Accept header allows it, or there is none (RFC 9110 12.5.1).</summary>
    public static bool IsAccepted(HttpRequest request)
    {
        var accept = request.Headers.Accept.ToString();
        return accept.Length == 0
            || IsWanted(request)
            || accept.Contains("*/*", StringComparison.Ordinal)
            || accept.Contains("text/*", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a browser asks for a page: the Accept header names HTML.</summary>
    public static bool IsWanted(HttpRequest request) =>
        request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
