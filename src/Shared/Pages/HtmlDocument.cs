using System.Text;
using Microsoft.AspNetCore.Http;

namespace SamlSp;

/// <summary>The frame of every page that is written without Razor: doctype, head and body. Nothing comes from other hosts.</summary>
internal static class HtmlDocument
{
    /// <summary>Writes the whole page.</summary>
    /// <param name="context">The request. The caller sets headers that differ, such as the content security policy.</param>
    /// <param name="status">The status code.</param>
    /// <param name="title">The title in the browser's tab.</param>
    /// <param name="styleSheet">The path of the style sheet.</param>
    /// <param name="body">The content of <c>body</c>.</param>
    /// <param name="script">The path of a script, if there is one.</param>
    /// <param name="bodyClass">The class of <c>body</c>, if there is one.</param>
    public static async Task WriteAsync(
        HttpContext context,
        int status,
        string title,
        string styleSheet,
        Html body,
        string? script = null,
        string? bodyClass = null
    )
    {
        Html page = $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{title}</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="{styleSheet}">
            {Html.If(script is not null, $"""<script src="{script}" defer></script>""")}
            </head>
            <body{Html.If(bodyClass is not null, $""" class="{bodyClass}" """)}>
            {body}
            </body>
            </html>

            """;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(page.ToString()), context.RequestAborted);
    }
}
