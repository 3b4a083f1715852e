using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// The cookie that refers to the session: absolute, never sliding. It outlives the session for a while, so that a browser that comes back
/// can be told that it is time to authenticate anew; what counts is the session at the server.
/// </summary>
internal sealed class SessionCookieConfigureOptions(SamlSpSchemes schemes, TimeProvider clock)
    : IConfigureNamedOptions<CookieAuthenticationOptions>
{
    public void Configure(string? name, CookieAuthenticationOptions cookie)
    {
        if (name != SamlSpDefaults.SessionScheme)
        {
            return;
        }

        var scheme = schemes.Default;
        var saml = scheme.Options;
        cookie.Cookie.Name = HostCookie.Name(saml, SamlSpDefaults.SessionScheme);
        cookie.Cookie.Path = HostCookie.Path(saml);
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = saml.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        cookie.Cookie.IsEssential = true;
        cookie.ExpireTimeSpan = TimeSpan.FromDays(31);
        cookie.SlidingExpiration = false;
        cookie.TimeProvider = clock;
        cookie.EventsType = typeof(SessionCookieEvents);
        cookie.ForwardChallenge = scheme.Name;
        cookie.ForwardForbid = scheme.Name;
    }

    public void Configure(CookieAuthenticationOptions options) => Configure(Options.DefaultName, options);
}
