using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>
/// Stands before every handler of the console: the caller's role must be enough, the handler must exist, and the answer gets the console's
/// headers.
/// </summary>
internal sealed class ConsoleGate : IAsyncPageFilter
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

    /// <inheritdoc />
    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    /// <inheritdoc />
    public Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerInstance is not ConsolePage page)
        {
            return next();
        }

        var (http, method) = (context.HttpContext, context.HttpContext.Request.Method.ToUpperInvariant());
        http.Response.Headers.ContentSecurityPolicy = page.FormsLeadElsewhere ? Policy + " *" : Policy;

        // In this form, which a page with a form asks for: the framework would put another one right, with a warning each time.
        http.Response.Headers.CacheControl = "no-cache, no-store";
        if (http.GetSamlSpSession() is not { } session)
        {
            context.Result = new ChallengeResult(SamlSpDefaults.SessionScheme);
            return Task.CompletedTask;
        }

        if (context.HandlerMethod is null && method is not ("GET" or "HEAD"))
        {
            context.Result = new StatusCodeResult(405);
            return Task.CompletedTask;
        }

        if (ConsoleRoles.Of(session) < RequireRoleAttribute.Of(page.GetType(), context.HandlerMethod?.MethodInfo, method))
        {
            context.Result = new ForbidResult(SamlSpDefaults.SessionScheme);
            return Task.CompletedTask;
        }

        return next();
    }
}
