using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Holds cookies of the application to the session that they came from. The ticket has the session's ID. A ticket that came from elsewhere,
/// such as a sign-in by password, has none and is left alone.
/// </summary>
internal sealed class SessionBinder(
    IEnumerable<SessionBinding> bindings,
    IEnumerable<OrganizationScheme> entries,
    SamlSpSchemes schemes,
    ISessionStore sessions,
    TimeProvider clock,
    ILogger<SessionBinder> logger
)
{
    /// <summary>Whether the application has bound a cookie.</summary>
    public bool IsUsed { get; } = bindings.Any();

    /// <summary>Rejects the principal of a ticket whose session is over, or could not be looked up.</summary>
    /// <param name="context">The ticket.</param>
    /// <param name="isBound">Whether its cookie is bound. Otherwise a sign-in passes through it on its way to a bound one.</param>
    /// <param name="validate">What the application does with the ticket.</param>
    public async Task ValidateAsync(
        CookieValidatePrincipalContext context,
        bool isBound,
        Func<CookieValidatePrincipalContext, Task> validate
    )
    {
        var browser = BrowserSessions.Of(context.HttpContext);
        var isFirst = browser.Reading.Add(context.Scheme.Name);
        try
        {
            await ValidateOnceAsync(context, browser, isBound, validate);
        }
        finally
        {
            if (isFirst)
            {
                browser.Reading.Remove(context.Scheme.Name);
            }
        }
    }

    private async Task ValidateOnceAsync(
        CookieValidatePrincipalContext context,
        BrowserSessions browser,
        bool isBound,
        Func<CookieValidatePrincipalContext, Task> validate
    )
    {
        // (1) A ticket that came from elsewhere is the application's own matter.
        var http = context.HttpContext;
        if (SessionTicket.Reference(context.Properties) is not { } reference)
        {
            await validate(context);
            return;
        }

        // (2) The session. While it cannot be looked up, the cookie stays: the session may well be live.
        Session? session;
        try
        {
            session = reference.Length == 0 ? null : await sessions.FindAsync(reference, http.RequestAborted);
        }
        catch (StoreUnavailableException e)
        {
            context.RejectPrincipal();
            http.Features.Set(new UnknownSession(e));
            if (isBound)
            {
                browser.Unknown.Add(context.Scheme.Name);
            }

            return;
        }

        if (session is null || !session.IsLive(clock.GetUtcNow()))
        {
            http.Features.Set(session is null ? new(null, null, false) : EndedSession.Of(session, clock.GetUtcNow()));
            context.RejectPrincipal();
            await http.SignOutAsync(context.Scheme.Name);
            return;
        }

        // (3) The application's own events, which may reject as well.
        if (isBound)
        {
            browser.Bound[context.Scheme.Name] = (session, BrowserSessions.UserOf(context.Principal));
        }

        await validate(context);
        if (context.Principal is not { } principal)
        {
            return;
        }

        if (isBound)
        {
            Tie(context, principal, session);
        }
        else
        {
            browser.External = session.Id;
        }
    }

    /// <summary>
    /// Puts the session's ID into a new ticket. It comes from the first that has one: the properties (a cookie that is issued anew), the
    /// principal, the external cookie that this request has read, the external cookie that Identity's claim points to (after a second
    /// factor), and the cookie that this request came with, if it is of the same user.
    /// </summary>
    public async Task SigningInAsync(CookieSigningInContext context)
    {
        var browser = BrowserSessions.Of(context.HttpContext);
        var had = browser.Bound.TryGetValue(context.Scheme.Name, out var before);
        var reference =
            SessionTicket.Reference(context.Properties)
            ?? context.Principal?.FindFirst(SessionClaimTypes.SessionId)?.Value
            ?? browser.External
            ?? await FindByProviderAsync(context, browser)
            ?? (had && before.User is { } user && user == BrowserSessions.UserOf(context.Principal) ? before.Session.Id : null);
        if (reference is not null)
        {
            SessionTicket.SetReference(context.Properties, reference);
        }

        if (had && before.Session.Id != reference)
        {
            await EndAsync(context.HttpContext, before.Session, SessionEndCause.Replaced);
        }
    }

    /// <summary>Ends the session of a cookie that the application deletes.</summary>
    public async Task SigningOutAsync(HttpContext context, string scheme)
    {
        // A cookie that is not the application's default has not been read yet.
        var browser = BrowserSessions.Of(context);
        if (!browser.Reading.Contains(scheme))
        {
            await context.AuthenticateAsync(scheme);
        }

        if (!browser.Bound.Remove(scheme, out var bound))
        {
            return;
        }

        // The browser's other reference to a session goes with it. Read before the end: a sign-out of the SamlSp scheme that follows in
        // this request still finds whom to sign out at the identity provider.
        await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        if (context.GetSamlSpSession() is { } own && own.Id != bound.Session.Id)
        {
            await EndAsync(context, own, SessionEndCause.SignedOut);
        }

        await EndAsync(context, bound.Session, SessionEndCause.SignedOut);
        await context.SignOutAsync(SamlSpDefaults.SessionScheme);
    }

    /// <summary>
    /// Deletes the bound cookies of a browser, with their sessions; also a cookie whose session cannot be looked up, for the user may be on
    /// a shared computer. Those of a sign-in by password stay.
    /// </summary>
    public async Task SignOutAsync(HttpContext context)
    {
        foreach (var scheme in bindings.Select(binding => binding.Scheme))
        {
            var result = await context.AuthenticateAsync(scheme);
            if (
                BrowserSessions.Of(context).Unknown.Contains(scheme)
                || (result.Succeeded && SessionTicket.Reference(result.Properties) is not null)
            )
            {
                await context.SignOutAsync(scheme);
            }
        }
    }

    /// <summary>
    /// Ends a session whose cookie is deleted or overwritten in any case: a store that fails just now is no reason to keep the
    /// cookie, or to refuse another one.
    /// </summary>
    public async Task EndAsync(HttpContext context, Session session, SessionEndCause cause)
    {
        // This request has to answer all the same.
        OpenRequest.Find(context.Features)?.Release();
        try
        {
            await sessions.EndAsync(SessionSelector.Of(session), cause, context.RequestAborted);
        }
        catch (StoreUnavailableException e)
        {
            logger.OldSessionNotEnded(e);
        }
    }

    /// <summary>
    /// Makes the session that of the request. The principal gets its ID: connections that stay open find their session by it. A cookie that
    /// ends before the session keeps its own end.
    /// </summary>
    private static void Tie(CookieValidatePrincipalContext context, ClaimsPrincipal principal, Session session)
    {
        var own = context.Properties.ExpiresUtc;
        RequestSession.Set(context.HttpContext, session, token: null, context.Properties);
        if (own < session.ExpiresAt)
        {
            context.Properties.ExpiresUtc = own;
        }

        if (!principal.HasClaim(SessionClaimTypes.SessionId, session.Id))
        {
            // A copy: a session store of the cookie may give all requests the same principal.
            var tied = principal.Clone();
            tied.AddIdentity(new([new(SessionClaimTypes.SessionId, session.Id)]));
            context.ReplacePrincipal(tied);
        }
    }

    /// <summary>
    /// Identity writes the provider's name into the principal. Where it is ours, there has to be a session: without one the ticket gets an
    /// empty reference, which is rejected at the next request.
    /// </summary>
    private async Task<string?> FindByProviderAsync(CookieSigningInContext context, BrowserSessions browser)
    {
        var provider = context.Principal?.FindFirst(ClaimTypes.AuthenticationMethod)?.Value;
        var name = entries.FirstOrDefault(entry => entry.Name == provider)?.SamlSpScheme ?? provider;
        if (schemes.All.FirstOrDefault(scheme => scheme.Name == name) is not { Options.SignInScheme: { } external })
        {
            return null;
        }

        await context.HttpContext.AuthenticateAsync(external);
        if (browser.External is null)
        {
            logger.NoSessionToBind(context.Scheme.Name, provider!, external);
        }

        return browser.External ?? "";
    }
}
