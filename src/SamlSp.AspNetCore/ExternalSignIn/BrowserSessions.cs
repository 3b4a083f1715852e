using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>A request feature: the sessions that the application's own cookies in this request came from.</summary>
internal sealed class BrowserSessions
{
    /// <summary>The sessions of bound cookies with their users, by scheme.</summary>
    public Dictionary<string, (Session Session, string? User)> Bound { get; } = new(StringComparer.Ordinal);

    /// <summary>The bound schemes whose session could not be looked up in this request.</summary>
    public HashSet<string> Unknown { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// The schemes whose cookies are being read just now: asking for one of them again would wait for itself.
    /// </summary>
    public HashSet<string> Reading { get; } = new(StringComparer.Ordinal);

    /// <summary>The session of the external cookie that was read in this request; null if none was.</summary>
    public string? External { get; set; }

    /// <summary>The feature of a request.</summary>
    public static BrowserSessions Of(HttpContext context)
    {
        if (context.Features.Get<BrowserSessions>() is not { } sessions)
        {
            context.Features.Set(sessions = new());
        }

        return sessions;
    }

    /// <summary>Who a ticket of the application is about.</summary>
    public static string? UserOf(ClaimsPrincipal? principal) =>
        principal?.FindFirst(ClaimTypes.NameIdentifier)?.Value ?? principal?.Identity?.Name;
}
