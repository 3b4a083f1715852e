using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Turns the cookie's reference into the session's principal on each request, and rejects it once the session is over.</summary>
internal sealed class SessionCookieEvents(ISessionStore sessions, TimeProvider clock) : CookieAuthenticationEvents
{
    /// <inheritdoc />
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var id = context.Principal?.FindFirst(SessionClaimTypes.SessionId)?.Value;
        var session = id is null ? null : await sessions.FindAsync(id, context.HttpContext.RequestAborted);
        if (session is not null && session.IsLive(clock.GetUtcNow()))
        {
            context.ReplacePrincipal(SessionPrincipal.Of(session));
            context.HttpContext.Features.Set(session);
            return;
        }

        context.RejectPrincipal();
        if (session is not null) context.HttpContext.Features.Set(new EndedSession(session));
    }

    /// <summary>A principal that holds the reference and nothing else.</summary>
    public static ClaimsPrincipal Reference(Session session) => new(new ClaimsIdentity([new Claim(SessionClaimTypes.SessionId, session.Id)], SamlSpDefaults.SessionScheme));
}
