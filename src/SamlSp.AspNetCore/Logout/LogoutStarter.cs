using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Sign-out that starts here: ends the session, first and always; then asks the identity provider, if it offers logout.</summary>
internal sealed class LogoutStarter(
    PendingRequestCookies cookies,
    OpenIdStarter openId,
    ISessionStore sessions,
    SessionBinder binder,
    RefusalResponder refusals,
    ReturnUrls returnUrls,
    TimeProvider clock,
    ILogger<LogoutStarter> logger
)
{
    private static readonly TimeSpan RequestLifetime = TimeSpan.FromMinutes(5);

    /// <summary>Signs out at once, unless another site sent the browser here: then the user is asked. A prefetch does nothing.</summary>
    public Task AskOrStartAsync(SamlSpContext sp)
    {
        if (Prefetch.TryRefuse(sp))
        {
            return Task.CompletedTask;
        }

        var returnUrl = returnUrls.Shorten(sp, returnUrls.Read(sp, sp.Request.Query["ReturnUrl"], otherwise: ""));
        return sp.Request.Headers["Sec-Fetch-Site"] == "cross-site" ? SignedOutPage.ConfirmAsync(sp, returnUrl) : StartAsync(sp, returnUrl);
    }

    /// <summary>Signs out.</summary>
    public async Task StartAsync(SamlSpContext sp, string returnUrl)
    {
        // (1) The session here. This request has to answer all the same. A sign-in that follows is none of a loop.
        CompletedRequestCookie.Clear(sp);
        OpenRequest.Find(sp.Http.Features)?.Release();
        Session? session;
        try
        {
            session = await EndAsync(sp.Http);
        }
        catch (StoreUnavailableException e)
        {
            // The cookie is deleted all the same: the user may be on a shared computer.
            sp.Response.Cookies.Delete(HostCookie.Name(sp.Options, SamlSpDefaults.SessionScheme), HostCookie.Options(sp.Options));
            await refusals.AnswerAsync(sp, SignInOutcome.Failed(e) with { Reason = "The session could not be ended." });
            return;
        }

        // (2) By OpenID Connect, the identity provider that the session came from.
        var organization = session is not null && sp.Scheme.Organizations.TryGet(session.Organization, out var found) ? found : null;
        if (organization is { Options.Connection.SendLogoutRequests: false })
        {
            await SignedOutPage.LeaveAsync(sp, returnUrl, organization.DisplayName, isConfirmed: false);
            return;
        }

        if (
            session is not null
            && organization?.OpenIdProvider is { EndSessionUrl: not null } provider
            && provider.Issuer == session.Issuer
        )
        {
            openId.StartLogout(sp, organization, provider, session, returnUrl);
            return;
        }

        // (3) By SAML. Where that is not offered, or there is no key to sign the request with, the sign-out ends here.
        if (session is not null && organization?.IdentityProvider?.SoapLogoutService is { } soap)
        {
            logger.LogoutNeedsSoap(organization.Name, soap.Location);
        }

        if (
            session is null
            || organization?.IdentityProvider is not { SingleLogoutService: { } endpoint } identityProvider
            || identityProvider.Trust.EntityId != session.Issuer
            || sp.Scheme.Keys.Signing is not { } key
        )
        {
            await SignedOutPage.LeaveAsync(sp, returnUrl, organization?.DisplayName, isConfirmed: false);
            return;
        }

        var request = new LogoutRequest
        {
            Id = MessageId.New(),
            IssueInstant = clock.GetUtcNow(),
            Issuer = sp.Options.EntityId!,
            Destination = endpoint.Location,
            NotOnOrAfter = clock.GetUtcNow() + RequestLifetime,
            NameId = session.AssertedNameId,
            SessionIndexes = session.SessionIndex is { } index ? [index] : [],
        };
        var redirecting = new RedirectToSignOutContext(sp.Http, sp.Options, organization, session, request);
        await sp.Options.EventsOf(sp.Http).RedirectToSignOut(redirecting);
        if (redirecting.SkipIdentityProvider)
        {
            await SignedOutPage.LeaveAsync(sp, returnUrl, organization.DisplayName, isConfirmed: false);
            return;
        }

        var pending = new PendingRequest
        {
            Id = request.Id,
            Handle = cookies.NewHandle(),
            IssuedAt = request.IssueInstant,
            Organization = organization.Name,
            IdentityProvider = identityProvider.Trust.EntityId,
            ReturnUrl = returnUrl,
            Logout = true,
        };
        cookies.Add(sp, pending);
        await LogoutSender.SendAsync(
            sp,
            endpoint.Binding,
            endpoint.Location,
            MessageParameter.SAMLRequest,
            (redirecting.Request with { Id = request.Id }).ToXml(),
            pending.Handle,
            key
        );
    }

    private async Task<Session?> EndAsync(HttpContext context)
    {
        await binder.SignOutAsync(context);
        await context.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        if (context.Features.Get<UnknownSession>() is { } unknown)
        {
            throw new StoreUnavailableException("The session could not be looked up.", unknown.Why);
        }

        if (context.GetSamlSpSession() is not { } session)
        {
            await context.SignOutAsync(SamlSpDefaults.SessionScheme);
            return null;
        }

        var ended = await sessions.EndAsync(SessionSelector.Of(session), SessionEndCause.SignedOut, context.RequestAborted);
        await context.SignOutAsync(SamlSpDefaults.SessionScheme);
        logger.SessionsEnded(ended, session.Organization, SessionEndCause.SignedOut);
        return session;
    }
}
