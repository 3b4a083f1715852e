using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>Gets at the session of a request.</summary>
public static class SessionHttpContextExtensions
{
    /// <summary>The caller's session; null when there is none. Available after authentication.</summary>
    public static Session? GetSamlSpSession(this HttpContext context) => context.Features.Get<Session>();
}
