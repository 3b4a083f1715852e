namespace SamlSp.AspNetCore;

/// <summary>A request feature: is told by whichever scheme authenticates the request, and whenever it does.</summary>
internal interface ISessionObserver
{
    /// <summary>The request belongs to a session; the last one counts.</summary>
    /// <param name="session">The session.</param>
    /// <param name="token">The access token; null if it was the session's cookie.</param>
    void Authenticated(Session session, PresentedToken? token);
}
