using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
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

        var (sp, ended) = (Sp, Context.Features.Get<EndedSession>());
        var requirement = StepUpItems.Read(properties);
        var reauthenticate = properties.GetString(SamlSpDefaults.ForceAuthnItem) == "true" || ended?.AsksAnew(sp.Options) == true;
        if (!Page.IsWanted(Request))
        {
            return requirement is not null && Context.GetSamlSpSession() is not null
                ? ApiChallenge.WriteAsync(Context, requirement)
                : ApiChallenge.WriteAsync(Context, ended?.ReauthenticationFrequency, reauthenticate);
        }

        var returnUrl = returnUrls.Shorten(
            sp,
            returnUrls.Read(sp, properties.RedirectUri ?? Request.PathBase + Request.Path + Request.QueryString),
            ChallengeItems.Write(properties)
        );
        var name = properties.GetString(SamlSpDefaults.OrganizationItem) ?? ended?.Organization;
        return properties.RedirectUri is null && SessionEndedPage.IsFor(Request, ended)
            ? SessionEndedPage.WriteAsync(sp, name, returnUrl, reauthenticate, requirement)
            : Context
                .RequestServices.GetRequiredService<SignInEndpoint>()
                .StartAsync(
                    sp,
                    name,
                    new(returnUrl)
                    {
                        ForceAuthn = reauthenticate,
                        IsPassive = properties.GetString(SamlSpDefaults.PassiveItem) == "true",
                        LoginHint = properties.GetString(SamlSpDefaults.LoginHintItem),
                        Requirement = requirement,
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
