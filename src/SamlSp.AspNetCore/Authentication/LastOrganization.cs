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

    public static void Remember(SamlSpContext sp, Organization organization)
    {
        if (sp.Scheme.Organizations.All.Count < 2)
        {
            return;
        }

        var cookie = HostCookie.Options(sp.Options);
        cookie.MaxAge = Kept;
        sp.Response.Cookies.Append(HostCookie.Name(sp.Options, CookieName), organization.Name, cookie);
    }

    /// <summary>The name; null when none is remembered, or the cookie holds something else.</summary>
    public static string? Find(SamlSpContext sp) =>
        sp.Request.Cookies.TryGetValue(HostCookie.Name(sp.Options, CookieName), out var name) && Organization.IsName(name) ? name : null;
}
