using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Remembers in the browser which organization signed in last, where there are several: a preference, which proves nothing and gives
/// nothing.
/// </summary>
internal static class LastOrganization
{
    private const string CookieName = "SamlSp.Organization";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(365);

    public static void Remember(HttpContext context, SamlSpOptions options, IOrganizationRegistry registry, Organization organization)
    {
        if (registry.All.Count < 2)
        {
            return;
        }

        var cookie = HostCookie.Options(options);
        cookie.MaxAge = Kept;
        context.Response.Cookies.Append(HostCookie.Name(options, CookieName), organization.Name, cookie);
    }

    /// <summary>The name; null when none is remembered, or somebody has put another thing there.</summary>
    public static string? Find(HttpContext context, SamlSpOptions options) =>
        context.Request.Cookies.TryGetValue(HostCookie.Name(options, CookieName), out var name) && Organization.IsName(name) ? name : null;
}
