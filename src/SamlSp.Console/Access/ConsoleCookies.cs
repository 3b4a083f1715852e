using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>Configures the console's cookies as all others: for this host only, and not readable by scripts.</summary>
internal sealed class ConsoleCookies(SamlSpSchemes schemes)
    : IConfigureOptions<AntiforgeryOptions>,
        IConfigureOptions<CookieTempDataProviderOptions>
{
    /// <inheritdoc />
    public void Configure(AntiforgeryOptions options)
    {
        Set(options.Cookie, "SamlSp.Form");
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.SuppressXFrameOptionsHeader = true;
    }

    /// <inheritdoc />
    public void Configure(CookieTempDataProviderOptions options) => Set(options.Cookie, "SamlSp.Notice");

    private void Set(CookieBuilder cookie, string name)
    {
        var options = schemes.Default.Options;
        cookie.Name = HostCookie.Name(options, name);
        cookie.Path = HostCookie.Path(options);
        cookie.HttpOnly = true;
        cookie.IsEssential = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
    }
}
