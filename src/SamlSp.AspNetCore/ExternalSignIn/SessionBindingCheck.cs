using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>Checks the bound cookies: they exist, are cookies of the application, and have kept the events that hold them.</summary>
internal sealed class SessionBindingCheck(
    IEnumerable<SessionBinding> bindings,
    IOptions<AuthenticationOptions> authentication,
    IOptionsMonitor<CookieAuthenticationOptions> cookies
) : IConfigurationCheck
{
    public IEnumerable<string> Check() =>
        bindings
            .Select(binding => (binding.Scheme, Wrong: Check(binding.Scheme)))
            .Where(found => found.Wrong is not null)
            .Select(found => $"AddSamlSpSessionBinding(\"{found.Scheme}\"): {found.Wrong}");

    private string? Check(string name) =>
        name == SamlSpDefaults.SessionScheme ? "this is the session's own cookie; name a cookie scheme of the application"
        : !authentication.Value.SchemeMap.TryGetValue(name, out var scheme)
        || !typeof(CookieAuthenticationHandler).IsAssignableFrom(scheme.HandlerType)
            ? "there is no cookie scheme of that name; name one that the application has added"
        : cookies.Get(name) is not { EventsType: null, Events: SessionBoundCookieEvents }
            ? "something replaces the events of this cookie in PostConfigure; set them in Configure, which runs before"
        : null;
}
