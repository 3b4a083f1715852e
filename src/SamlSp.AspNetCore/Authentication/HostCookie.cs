using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>How every cookie of ours is named and set.</summary>
internal static class HostCookie
{
    /// <summary>Over https with the prefix that keeps sibling hosts from setting the cookie (RFC 6265bis 4.1.3.2).</summary>
    public static string Name(SamlSpOptions options, string name) => (options.IsSecure ? "__Host-" : "") + name;

    /// <summary>For this host alone, out of reach of scripts, and not sent on a POST from another site.</summary>
    public static CookieOptions Options(SamlSpOptions options) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = options.IsSecure,
            Path = "/",
            IsEssential = true,
        };
}
