using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>Fills in what was left out.</summary>
internal sealed class SamlSpPostConfigureOptions(TimeProvider clock, IOptions<AuthenticationOptions> authentication)
    : IPostConfigureOptions<SamlSpOptions>
{
    public void PostConfigure(string? name, SamlSpOptions options)
    {
        options.BaseUrl = options.BaseUrl?.TrimEnd('/');
        options.ReturnUrlOrigins = [.. options.ReturnUrlOrigins.Select(origin => origin.TrimEnd('/'))];
        options.AdditionalBaseUrls = [.. options.AdditionalBaseUrls.Select(url => url.TrimEnd('/'))];
        options.EntityId ??= options.BaseUrl + options.ModulePath;
        options.TimeProvider ??= clock;
        options.ForwardAuthenticate ??= SamlSpDefaults.SessionScheme;
        options.SignInScheme ??= DefaultSignInScheme(authentication.Value);
        if (options.Events is null)
        {
            options.Events = new();
        }
    }

    /// <summary>
    /// As for the framework's remote handlers (<c>RemoteAuthenticationOptions.SignInScheme</c>), but only a cookie: a bearer scheme would
    /// write its token as the answer.
    /// </summary>
    private static string DefaultSignInScheme(AuthenticationOptions options) =>
        (options.DefaultSignInScheme ?? options.DefaultScheme) is { } name
        && options.SchemeMap.TryGetValue(name, out var scheme)
        && typeof(CookieAuthenticationHandler).IsAssignableFrom(scheme.HandlerType)
            ? name
            : SamlSpDefaults.SessionScheme;
}
