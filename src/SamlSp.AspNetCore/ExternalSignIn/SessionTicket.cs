using Microsoft.AspNetCore.Authentication;

namespace SamlSp.AspNetCore;

/// <summary>A ticket of the application's own cookie that refers to the session it came from.</summary>
internal static class SessionTicket
{
    private const string Item = ".samlsp.session";

    /// <summary>The session's ID; empty for a ticket that should have one and has not; null for one that came from elsewhere.</summary>
    public static string? Reference(AuthenticationProperties? properties) => properties?.GetString(Item);

    /// <summary>Sets it.</summary>
    public static void SetReference(AuthenticationProperties properties, string sessionId) => properties.SetString(Item, sessionId);
}
