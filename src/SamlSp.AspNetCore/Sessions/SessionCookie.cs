using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>The session of a browser, for endpoints that take no other proof of it.</summary>
internal static class SessionCookie
{
    /// <summary>The live session of the request's cookie, and not one of an API token; null if there is none.</summary>
    /// <exception cref="StoreUnavailableException">The session could not be looked up.</exception>
    public static async Task<Session?> FindAsync(HttpContext context)
    {
        var result = await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        if (context.Features.Get<UnknownSession>() is { } unknown)
        {
            throw new StoreUnavailableException("The session could not be looked up.", unknown.Why);
        }

        return
            result.Succeeded
            && context.GetSamlSpSession() is { } session
            && result.Principal.HasClaim(SessionClaimTypes.SessionId, session.Id)
            ? session
            : null;
    }
}
