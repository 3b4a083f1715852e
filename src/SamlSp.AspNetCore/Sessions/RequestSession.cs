using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace SamlSp.AspNetCore;

/// <summary>Makes a session that of a request.</summary>
internal static class RequestSession
{
    /// <summary>Where <see cref="AuthenticationProperties.ExpiresUtc"/> is kept.</summary>
    private const string ExpiresItem = ".expires";

    /// <summary>
    /// Sets the request's session, and the ticket's <see cref="AuthenticationProperties.ExpiresUtc"/>: the end of the session, or of the
    /// token if that is earlier, in whole seconds. The framework and applications close connections by it.
    /// </summary>
    /// <param name="context">The request.</param>
    /// <param name="session">The session, which is live.</param>
    /// <param name="token">The access token; null if it was the session's cookie.</param>
    /// <param name="properties">The properties of the ticket.</param>
    public static void Set(HttpContext context, Session session, PresentedToken? token, AuthenticationProperties properties)
    {
        var features = context.Features;
        features.Set(session);
        if (token is null)
        {
            // As ExpiresUtc would, without writing the text anew for each request.
            properties.Items[ExpiresItem] = session.PrincipalClaims.EndOf(session);
        }
        else
        {
            properties.ExpiresUtc = token.ExpiresAt;
            features.Set(token);
        }

        Observer(features)?.Authenticated(session, token);
    }

    /// <summary>Who is told which session a request has; null without the session guard.</summary>
    public static ISessionObserver? Observer(IFeatureCollection features) =>
        features.Get<ISessionObserver>() ?? features.Get<ISamlSpSessionFeature>() as ISessionObserver;
}
