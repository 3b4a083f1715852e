using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>How every cookie of ours is named and set.</summary>
internal static class HostCookie
{
    /// <summary>
    /// Over https with a prefix (RFC 6265bis 4.1.3): <c>__Host-</c> keeps sibling hosts from setting the cookie. It needs the path
    /// <c>/</c>, so below a path it is <c>__Secure-</c>: there are other applications on the host, each with cookies of its own.
    /// </summary>
    public static string Name(SamlSpOptions options, string name) =>
        !options.IsSecure ? name
        : options.Address.Path.Length == 0 ? "__Host-" + name
        : "__Secure-" + name;

    /// <summary>The path of every cookie: that of the application.</summary>
    public static string Path(SamlSpOptions options) => options.Address.Path is { Length: > 0 } path ? path : "/";

    /// <summary>For this host alone, out of reach of scripts, and not sent on a POST from another site.</summary>
    public static CookieOptions Options(SamlSpOptions options) =>
        new()
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Lax,
            Secure = options.IsSecure,
            Path = Path(options),
            IsEssential = true,
        };
}
