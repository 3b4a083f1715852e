using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>
/// Keeps whoever is signed in, and has not accepted the terms of their organization yet, from everything but reading them, accepting them
/// and signing out. Organizations without terms cost nothing.
/// </summary>
internal sealed class TermsMiddleware(
    RequestDelegate next,
    IOrganizationRegistry registry,
    ITermsAcceptances acceptances,
    SamlSpSchemes schemes
)
{
    /// <summary>Where the terms are read and accepted.</summary>
    public const string Path = "/terms";

    private static readonly PathString[] Open = [Path, "/logout", "/login", "/console/assets", "/healthz", "/auth/oidc", "/scim"];

    /// <summary>Runs the middleware.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (
            context.GetSamlSpSession() is not { } session
            || !registry.TryGet(session.Organization, out var organization)
            || organization.Options.Terms is not { IsSet: true } terms
            || !IsSomebodys(session)
            || IsOpen(context.Request.Path)
            || await acceptances.HasAcceptedAsync(session.Organization, session.UserId, terms.AcceptedVersion, context.RequestAborted)
        )
        {
            await next(context);
            return;
        }

        context.Response.Headers.CacheControl = "no-store";
        if (
            HttpMethods.IsGet(context.Request.Method)
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        )
        {
            context.Response.Redirect(
                $"{context.Request.PathBase}{Path}?ReturnUrl={Uri.EscapeDataString(context.Request.PathBase + context.Request.Path + context.Request.QueryString)}"
            );
            return;
        }

        await Results
            .Problem(
                statusCode: StatusCodes.Status403Forbidden,
                title: "The organization's terms of service have not been accepted yet.",
                extensions: new Dictionary<string, object?> { ["code"] = "terms_not_accepted" }
            )
            .ExecuteAsync(context);
    }

    /// <summary>
    /// Whether a person's record stands behind a session. An owner who came in by the operator's link, to mend how people sign in, has none
    /// and accepts nothing.
    /// </summary>
    private static bool IsSomebodys(Session session) => Guid.TryParse(session.UserId, out _);

    private bool IsOpen(PathString path)
    {
        if (path.StartsWithSegments(schemes.Default.Options.ModulePath, StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var open in Open)
        {
            if (path.StartsWithSegments(open, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
