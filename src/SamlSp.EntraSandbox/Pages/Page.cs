using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Writes a page in the layout of the sandbox, with nothing from other hosts.</summary>
internal sealed class Page(EntraSandboxTenant tenant)
{
    /// <summary>The root path of the sandbox, as the browser sees it.</summary>
    public string Root(HttpContext context) => context.Request.PathBase + tenant.Options.Path;

    /// <param name="context">The request.</param>
    /// <param name="status">The status code.</param>
    /// <param name="title">Title and heading.</param>
    /// <param name="body">The content below the heading.</param>
    /// <param name="formTarget">The URL on another host that forms of the page post to. What that app redirects to is allowed too.</param>
    /// <param name="frameTargets">URLs on other hosts that frames of the page load.</param>
    /// <param name="framedByUs">Whether the page may be in a frame of the sandbox.</param>
    public async Task WriteAsync(
        HttpContext context,
        int status,
        string title,
        Html body,
        string? formTarget = null,
        IEnumerable<string>? frameTargets = null,
        bool framedByUs = false
    )
    {
        var root = Root(context);
        var inFrame = framedByUs && context.Request.Headers["Sec-Fetch-Dest"] == "iframe";
        var headers = context.Response.Headers;
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "origin";
        headers.ContentSecurityPolicy =
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
            + $"form-action 'self'{Scheme(formTarget)}; frame-src 'self'{Origins(frameTargets)}; base-uri 'none'; "
            + $"frame-ancestors {(framedByUs ? "'self'" : "'none'")}";
        Html banner = $"""<p class="tenant">{tenant.Options.DisplayName} <span>sandbox tenant</span></p>""";
        Html footer = $"""
            <footer>This is a sandbox for development, not Microsoft. It asks for no password: never use it in production.</footer>
            """;
        await HtmlDocument.WriteAsync(
            context,
            status,
            title,
            root + "/sandbox.css",
            $"""
            <main>
            {Html.If(!inFrame, banner)}
            <h1>{title}</h1>
            {body}
            </main>
            {Html.If(!inFrame, footer)}
            """,
            script: root + "/sandbox.js",
            bodyClass: inFrame ? "framed" : null
        );
    }

    /// <summary>An error page like Entra's: code, trace ID, timestamp.</summary>
    public Task WriteErrorAsync(HttpContext context, AadStsError error, int status = StatusCodes.Status400BadRequest) =>
        WriteAsync(
            context,
            status,
            "Sorry, but we’re having trouble signing you in",
            $"""
            <p class="error" role="alert"><strong id="code">{error.Code}</strong>: {error.Text}</p>
            <dl>
            <dt>Trace ID</dt><dd>{Guid.NewGuid().ToString()}</dd>
            <dt>Timestamp</dt><dd>{XmlText.Instant(tenant.Now)}</dd>
            </dl>
            <p class="hint">Entra would show this error as well. The app receives no response.</p>
            <p><a href="{Root(context)}/myapps">My Apps</a></p>
            """
        );

    private static string Scheme(string? url) => url is null ? "" : $" {new Uri(url).Scheme}:";

    private static string Origins(IEnumerable<string>? urls) =>
        string.Concat((urls ?? []).Select(url => " " + new Uri(url).GetLeftPart(UriPartial.Authority)).Distinct(StringComparer.Ordinal));
}
