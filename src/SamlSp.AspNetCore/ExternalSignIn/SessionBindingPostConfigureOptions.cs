using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// Puts <see cref="SessionBoundCookieEvents"/> before the events of the bound cookies, and before those of the cookies that a sign-in goes
/// through on its way there. Runs after the application has set its own.
/// </summary>
internal sealed class SessionBindingPostConfigureOptions(IEnumerable<SessionBinding> bindings, SamlSpSchemes schemes)
    : IPostConfigureOptions<CookieAuthenticationOptions>
{
    public void PostConfigure(string? name, CookieAuthenticationOptions options)
    {
        var isBound = bindings.Any(binding => binding.Scheme == name);
        var isOnTheWay = schemes.All.Any(scheme => scheme.Options.IsExternal && scheme.Options.SignInScheme == name);
        if (name != SamlSpDefaults.SessionScheme && (isBound || isOnTheWay))
        {
            options.Events = new SessionBoundCookieEvents(options.Events, options.EventsType, isBound);
            options.EventsType = null;
        }
    }
}
