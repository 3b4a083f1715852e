using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>
/// Runs before every handler of the console. It checks that the caller's role is sufficient and that the handler exists, and sets the
/// console's headers.
/// </summary>
internal sealed class ConsoleGate : IAsyncPageFilter
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
        + "frame-ancestors 'none'; form-action 'self'";

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
        http.Response.Headers.ContentSecurityPolicy = page.FormsLeadOnward
            ? ContentSecurityPolicy + " " + AspNetCore.Page.Onward(http.RequestServices.GetRequiredService<SamlSpSchemes>().Default.Options)
            : ContentSecurityPolicy;

        // The framework sets exactly this value on pages with forms. Another value would be replaced, with a warning each time.
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

        if (ConsoleRoles.From(session) < RequireRoleAttribute.RequiredRole(page.GetType(), context.HandlerMethod?.MethodInfo, method))
        {
            context.Result = new ForbidResult(SamlSpDefaults.SessionScheme);
            return Task.CompletedTask;
        }

        if (method is "POST" && context.HandlerMethod?.Name != "Export")
        {
            // It may end the caller's own session, and has to answer.
            OpenRequest.Find(http.Features)?.Release();
        }

        return next();
    }
}
