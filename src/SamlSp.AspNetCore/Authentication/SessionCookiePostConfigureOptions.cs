using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// Puts <see cref="CachingTicketDataFormat"/> before the format of the session's cookie, the framework's or the application's own. Runs
/// after the
/// framework has set its own.
/// </summary>
internal sealed class SessionCookiePostConfigureOptions(TimeProvider clock) : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        if (name == SamlSpDefaults.SessionScheme)
        {
            options.TicketDataFormat = new CachingTicketDataFormat(options.TicketDataFormat, clock);
        }
    }
}
