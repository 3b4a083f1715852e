using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;
using SamlSp.Directory;

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
    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (context.HandlerInstance is not ConsolePage page)
        {
            await next();
            return;
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
            return;
        }

        if (context.HandlerMethod is null && method is not ("GET" or "HEAD"))
        {
            context.Result = new StatusCodeResult(405);
            return;
        }

        if (ConsoleRoles.From(session) < RequireRoleAttribute.RequiredRole(page.GetType(), context.HandlerMethod?.MethodInfo, method))
        {
            context.Result = new ForbidResult(SamlSpDefaults.SessionScheme);
            return;
        }

        if (method is "POST" && context.HandlerMethod?.Name != "Export")
        {
            // It may end the caller's own session, and has to answer.
            OpenRequest.Find(http.Features)?.Release();
        }

        page.OrganizationTitle = DisplayText.Bounded(await TitleAsync(http, session.Organization));
        await next();
    }

    /// <summary>The display name of an organization. One without a connection is in the store alone.</summary>
    private static async Task<string> TitleAsync(HttpContext http, string organization) =>
        http.RequestServices.GetRequiredService<IOrganizationRegistry>().TryGet(organization, out var inUse)
            ? inUse.DisplayName
            : (await http.RequestServices.GetRequiredService<IOrganizationDirectory>().FindAsync(organization, http.RequestAborted))
                ?.Settings
                .DisplayName
                ?? organization;
}
