using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>
/// The events of a cookie of the application, with those of SamlSp before them. The delegates are the application's own, so whatever is
/// set later still chains.
/// </summary>
internal sealed class SessionBoundCookieEvents : CookieAuthenticationEvents
{
    private readonly bool _isBound;

    /// <summary>Creates the events.</summary>
    /// <param name="events">The application's own.</param>
    /// <param name="eventsType">The service that has them instead; null for none.</param>
    /// <param name="isBound">Whether the cookie is bound. Otherwise a sign-in passes through it on its way to a bound one.</param>
    public SessionBoundCookieEvents(CookieAuthenticationEvents events, Type? eventsType, bool isBound)
    {
        CookieAuthenticationEvents Own(HttpContext context) =>
            eventsType is null ? events : (CookieAuthenticationEvents)context.RequestServices.GetRequiredService(eventsType);

        _isBound = isBound;
        OnValidatePrincipal = context => Own(context.HttpContext).ValidatePrincipal(context);
        OnCheckSlidingExpiration = context => Own(context.HttpContext).CheckSlidingExpiration(context);
        OnSigningIn = context => Own(context.HttpContext).SigningIn(context);
        OnSignedIn = context => Own(context.HttpContext).SignedIn(context);
        OnSigningOut = context => Own(context.HttpContext).SigningOut(context);
        OnRedirectToLogin = context => Own(context.HttpContext).RedirectToLogin(context);
        OnRedirectToLogout = context => Own(context.HttpContext).RedirectToLogout(context);
        OnRedirectToAccessDenied = context => Own(context.HttpContext).RedirectToAccessDenied(context);
        OnRedirectToReturnUrl = context => Own(context.HttpContext).RedirectToReturnUrl(context);
    }

    /// <inheritdoc />
    public override Task ValidatePrincipal(CookieValidatePrincipalContext context) =>
        BinderOf(context.HttpContext).ValidateAsync(context, _isBound, base.ValidatePrincipal);

    /// <inheritdoc />
    public override async Task SigningIn(CookieSigningInContext context)
    {
        await base.SigningIn(context);
        if (_isBound)
        {
            await BinderOf(context.HttpContext).SigningInAsync(context);
        }
    }

    /// <inheritdoc />
    public override async Task SigningOut(CookieSigningOutContext context)
    {
        if (_isBound)
        {
            await BinderOf(context.HttpContext).SigningOutAsync(context.HttpContext, context.Scheme.Name);
        }

        await base.SigningOut(context);
    }

    private static SessionBinder BinderOf(HttpContext context) => context.RequestServices.GetRequiredService<SessionBinder>();
}
