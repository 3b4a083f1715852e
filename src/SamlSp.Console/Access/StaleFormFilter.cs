using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Core.Infrastructure;
using Microsoft.AspNetCore.Mvc.Filters;

namespace SamlSp.Console;

/// <summary>Answers a form without a valid antiforgery token: it came from another site, or was opened before the last sign-in.</summary>
internal sealed class StaleFormFilter : IAlwaysRunResultFilter
{
    /// <inheritdoc />
    public void OnResultExecuting(ResultExecutingContext context)
    {
        if (context.Result is IAntiforgeryValidationFailedResult)
        {
            context.Result = new StaleFormResult();
        }
    }

    /// <inheritdoc />
    public void OnResultExecuted(ResultExecutedContext context) { }

    private sealed class StaleFormResult : IActionResult
    {
        public Task ExecuteResultAsync(ActionContext context)
        {
            var root = context.HttpContext.Request.PathBase;
            const string Title = "This form is out of date";
            return HtmlDocument.WriteAsync(
                context.HttpContext,
                StatusCodes.Status400BadRequest,
                Title,
                root + ConsoleAssets.StylePath,
                $"""
                <main>
                <h1>{Title}</h1>
                <p>Nothing was changed. The form was opened before your last sign-in, or on another site.</p>
                <p>Open the page again and repeat the change.</p>
                <p><a class="button" href="{root}/console">Go to the console</a></p>
                </main>
                """,
                bodyClass: "alone"
            );
        }
    }
}
