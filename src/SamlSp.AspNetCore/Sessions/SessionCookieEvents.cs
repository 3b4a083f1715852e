using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Turns the cookie's reference into the session's principal on each request, and rejects it once the session is over.</summary>
internal sealed class SessionCookieEvents(ISessionStore sessions, TimeProvider clock, SessionUses? uses = null) : CookieAuthenticationEvents
{
    private const string Frequency = "urn:samlsp:frequency";

    /// <inheritdoc />
    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        var reference = context.Principal;
        var id = reference?.FindFirst(SessionClaimTypes.SessionId)?.Value;
        Session? session;
        try
        {
            session = id is null ? null : await sessions.FindAsync(id, context.HttpContext.RequestAborted);
        }
        catch (StoreUnavailableException e)
        {
            context.RejectPrincipal();
            context.HttpContext.Features.Set(new UnknownSession(e));
            return;
        }

        if (session is not null && session.IsLive(clock.GetUtcNow()))
        {
            uses?.Note(session);
            context.ReplacePrincipal(SessionPrincipal.Create(session));
            RequestSession.Set(context.HttpContext, session, token: null, context.Properties);
            return;
        }

        context.RejectPrincipal();
        context.HttpContext.Features.Set(session is not null ? EndedSession.Of(session, clock.GetUtcNow()) : Forgotten(reference));
    }

    /// <summary>A principal that holds the reference, and the values that are needed after the store has deleted the session.</summary>
    public static ClaimsPrincipal Reference(Session session) =>
        new(
            new ClaimsIdentity(
                [
                    new Claim(SessionClaimTypes.SessionId, session.Id),
                    new Claim(SessionClaimTypes.Organization, session.Organization),
                    new Claim(Frequency, (session.ReauthenticationFrequency?.TotalSeconds ?? 0).ToString(CultureInfo.InvariantCulture)),
                ],
                SamlSpDefaults.SessionScheme
            )
        );

    /// <summary>
    /// A session that ended days ago is described by its cookie: under a re-authentication policy, the user authenticates again.
    /// </summary>
    private static EndedSession Forgotten(ClaimsPrincipal? reference)
    {
        var frequency =
            double.TryParse(reference?.FindFirst(Frequency)?.Value, CultureInfo.InvariantCulture, out var seconds) && seconds > 0
                ? TimeSpan.FromSeconds(seconds)
                : (TimeSpan?)null;
        return new(reference?.FindFirst(SessionClaimTypes.Organization)?.Value, frequency, frequency is not null);
    }
}
