using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>
/// The authentication handler of a scheme. A challenge sends the browser to the identity provider, and tells an API caller what is missing.
/// Authentication is that of the session's cookie (<see cref="AuthenticationSchemeOptions.ForwardAuthenticate"/>). The protocol's endpoints
/// are those of <c>MapSamlSp</c>.
/// </summary>
internal sealed class SamlSpHandler(
    IOptionsMonitor<SamlSpOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder,
    SamlSpSchemes schemes,
    ReturnUrls returnUrls
) : AuthenticationHandler<SamlSpOptions>(options, logger, encoder), IAuthenticationSignOutHandler
{
    private SamlSpContext Sp => new(Context, schemes.Get(Scheme.Name));

    /// <summary>A scheme that was added at run time has no organizations and no keys, and is refused.</summary>
    /// <exception cref="InvalidOperationException">The scheme was not added by <c>AddSamlSp</c>.</exception>
    protected override Task InitializeHandlerAsync()
    {
        schemes.Get(Scheme.Name);
        return Task.CompletedTask;
    }

    /// <summary>Ends the session, here and at the identity provider.</summary>
    public Task SignOutAsync(AuthenticationProperties? properties) =>
        Context
            .RequestServices.GetRequiredService<LogoutStarter>()
            .StartAsync(Sp, returnUrls.Read(Sp, properties?.RedirectUri, otherwise: ""));

    /// <summary>Not called while authentication is forwarded to the session's scheme.</summary>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(AuthenticateResult.NoResult());

    /// <inheritdoc />
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (Context.Features.Get<UnknownSession>() is { } unknown)
        {
            throw new StoreUnavailableException("The session could not be looked up.", unknown.Why);
        }

        var ended = Context.Features.Get<EndedSession>();
        var reauthenticate =
            (properties.Items.TryGetValue(SamlSpDefaults.ForceAuthnItem, out var force) && force == "true")
            || ended?.AsksAnew(Options) == true;
        if (!Page.IsWanted(Request))
        {
            return ApiChallenge.WriteAsync(Context, ended?.ReauthenticationFrequency, reauthenticate);
        }

        var returnUrl = returnUrls.Shorten(
            Sp,
            returnUrls.Read(Sp, properties.RedirectUri ?? Request.PathBase + Request.Path + Request.QueryString),
            ChallengeItems.Write(properties)
        );
        properties.Items.TryGetValue(SamlSpDefaults.LoginHintItem, out var hint);
        properties.Items.TryGetValue(SamlSpDefaults.PassiveItem, out var passive);
        properties.Items.TryGetValue(SamlSpDefaults.OrganizationItem, out var name);
        name ??= ended?.Organization;
        return properties.RedirectUri is null && SessionEndedPage.IsFor(Request, ended)
            ? SessionEndedPage.WriteAsync(Sp, name, returnUrl, reauthenticate)
            : Context
                .RequestServices.GetRequiredService<SignInEndpoint>()
                .StartAsync(
                    Sp,
                    name,
                    new(returnUrl)
                    {
                        ForceAuthn = reauthenticate,
                        IsPassive = passive == "true",
                        LoginHint = hint,
                    }
                );
    }

    /// <inheritdoc />
    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var sp = Sp;
        var denied = new AccessDeniedContext(Context, sp.Options);
        await sp.Options.EventsOf(Context).AccessDenied(denied);
        if (!denied.Handled)
        {
            await ForbiddenPage.WriteAsync(sp);
        }
    }
}
