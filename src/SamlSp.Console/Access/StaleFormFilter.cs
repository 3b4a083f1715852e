using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace SamlSp.Console;

/// <summary>Says in words why a form was not taken: it came from elsewhere, or from before the last sign-in.</summary>
internal sealed class StaleFormFilter : IAlwaysRunResultFilter
{
    /// <inheritdoc />
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is not IAntiforgeryValidationFailedResult)
        {
            return;
        }

        var style = context.HttpContext.Request.PathBase + ConsoleAssets.StylePath;
        context.Result = new ContentResult
        {
            StatusCode = 400,
            ContentType = "text/html; charset=utf-8",
            Content = $"""
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <title>This form is out of date</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="{style}">
                </head>
                <body class="alone">
                <main>
                <h1>This form is out of date</h1>
                <p>It was opened before the last sign-in, or not on this site. Nothing was changed. Please open the page again, and then repeat what you did.</p>
                <p><a class="button" href="{context.HttpContext.Request.PathBase}/console">Go to the console</a></p>
                </main>
                </body>
                </html>

                """,
        };
    }

    /// <inheritdoc />
    public void OnResultExecuted(ResultExecutedContext context) { }
}
