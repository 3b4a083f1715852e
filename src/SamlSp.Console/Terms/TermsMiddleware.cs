using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>
/// Stops signed-in users who have not accepted the terms of their organization, whether they come with a session's cookie or with an API
/// token. They can only read the terms, accept them and sign out. Without terms there is no look-up.
/// </summary>
internal sealed class TermsMiddleware(
    RequestDelegate next,
    IOrganizationRegistry registry,
    ITermsAcceptances acceptances,
    SamlSpSchemes schemes,
    ReturnUrls returnUrls
)
{
    /// <summary>The page with the terms.</summary>
    public const string Path = "/terms";

    private static readonly PathString[] Open = [Path, "/console/assets", "/healthz", "/auth/oidc", "/scim"];

    /// <summary>Runs the middleware.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (
            IsOpen(context.Request.Path)
            || (
                await HasAcceptedAsync(context.GetSamlSpSession(), context.RequestAborted)
                && await HasAcceptedAsync(await SessionOfTokenAsync(context), context.RequestAborted)
            )
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
            var sp = new SamlSpContext(context, schemes.Default);
            var returnUrl = returnUrls.Shorten(
                sp,
                returnUrls.Read(sp, context.Request.PathBase + context.Request.Path + context.Request.QueryString)
            );
            context.Response.Redirect($"{context.Request.PathBase}{Path}?ReturnUrl={Uri.EscapeDataString(returnUrl)}");
            return;
        }

        await Results
            .Problem(
                statusCode: StatusCodes.Status403Forbidden,
                title: "The organization's terms of service have not been accepted yet. Sign in with a browser and accept them.",
                extensions: new Dictionary<string, object?> { ["code"] = "terms_not_accepted" }
            )
            .ExecuteAsync(context);
    }

    /// <summary>Whether there is nothing to accept, or the user has.</summary>
    private async ValueTask<bool> HasAcceptedAsync(Session? session, CancellationToken cancellationToken) =>
        session is null
        || !registry.TryGet(session.Organization, out var organization)
        || organization.Options.Terms is not { IsSet: true } terms
        || !HasUserRecord(session)
        || await acceptances.HasAcceptedAsync(session.Organization, session.UserId, terms.AcceptedVersion, cancellationToken);

    /// <summary>
    /// The session that an API token acts for. The default scheme reads the cookie only: an endpoint that accepts tokens names their scheme
    /// itself, later in the pipeline.
    /// </summary>
    private static async Task<Session?> SessionOfTokenAsync(HttpContext context)
    {
        try
        {
            return BearerTokenHandler.IsPresent(context.Request) ? (await BearerTokenHandler.FindSessionAsync(context)).Session : null;
        }
        catch (StoreUnavailableException)
        {
            // An endpoint that accepts tokens meets the same failure, and answers it.
            return null;
        }
    }

    /// <summary>
    /// Whether a session belongs to a user record. The session of an owner link does not: its user repairs the sign-in settings, and has no
    /// terms to accept.
    /// </summary>
    private static bool HasUserRecord(Session session) => Guid.TryParse(session.UserId, out _);

    private static bool IsAt(PathString path, string? setting) =>
        !string.IsNullOrEmpty(setting) && path.StartsWithSegments(setting, StringComparison.OrdinalIgnoreCase);

    private bool IsOpen(PathString path)
    {
        var options = schemes.Default.Options;
        if (IsAt(path, options.ModulePath) || IsAt(path, options.Paths.Login) || IsAt(path, options.Paths.Logout))
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
