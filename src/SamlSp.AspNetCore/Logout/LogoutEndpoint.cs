using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Single logout (SAML Profiles 4.4): started here, or by the identity provider.</summary>
internal sealed class LogoutEndpoint(
    PendingRequestCookies cookies,
    OpenIdStarter openId,
    ISessionStore sessions,
    IUsedAssertionIds usedIds,
    RefusalResponder refusing,
    TimeProvider clock,
    ILogger<LogoutEndpoint> logger
)
{
    public async Task HandleAsync(HttpContext context, SamlSpOptions options, IOrganizationRegistry registry, ServiceProviderKeys keys)
    {
        var verifier = new LogoutVerifier(options.Limits, clock);
        var expectations = Expectations(options, registry);
        LogoutMessageResult result;
        if (HttpMethods.IsPost(context.Request.Method))
        {
            using var form = await MessageForm.ReadLogoutAsync(context);
            if (form.Refusal is { } refused)
            {
                await refusing.AnswerAsync(context, options, refused, form.Status);
                return;
            }

            var parameter = form.Has("SAMLRequest") ? MessageParameter.SAMLRequest : MessageParameter.SAMLResponse;
            result = verifier.VerifyPost(parameter, form.Value(parameter.ToString())!, form.Value("RelayState"), expectations);
        }
        else if (context.Request.Query.ContainsKey("SAMLRequest") || context.Request.Query.ContainsKey("SAMLResponse"))
        {
            result = verifier.VerifyRedirect(context.Request.QueryString.Value ?? "", expectations);
        }
        else
        {
            await AskOrStartAsync(context, options, registry, keys);
            return;
        }

        if (result.Request is { } request)
        {
            await AnswerAsync(context, options, registry, keys, request, result.RelayState);
        }
        else if (result.Response is { } response)
        {
            await FinishAsync(context, options, registry, response, result);
        }
        else
        {
            await refusing.AnswerAsync(context, options, SignInOutcome.Refused(result.Refusal!.Code, result.Refusal.Message));
        }
    }

    /// <summary>Somebody wants to leave: at once, unless another site sent them here.</summary>
    public Task AskOrStartAsync(HttpContext context, SamlSpOptions options, IOrganizationRegistry registry, ServiceProviderKeys keys)
    {
        var returnUrl = ReturnUrl.Local(context.Request.Query["ReturnUrl"], options.BaseUrl!, otherwise: "");
        return context.Request.Headers["Sec-Fetch-Site"] == "cross-site"
            ? SignedOutPage.ConfirmAsync(context, options, returnUrl)
            : StartAsync(context, options, registry, keys, returnUrl);
    }

    /// <summary>Ends the session here, first and always; then asks the identity provider, if it offers logout.</summary>
    public async Task StartAsync(
        HttpContext context,
        SamlSpOptions options,
        IOrganizationRegistry registry,
        ServiceProviderKeys keys,
        string returnUrl
    )
    {
        Session? session;
        try
        {
            session = await EndAsync(context);
        }
        catch (StoreUnavailableException e)
        {
            // The cookie goes all the same: somebody on a shared computer wants to leave.
            context.Response.Cookies.Delete(HostCookie.Name(options, SamlSpDefaults.SessionScheme), HostCookie.Options(options));
            await refusing.AnswerAsync(
                context,
                options,
                new()
                {
                    Code = SignInRefusalCodes.StoreUnavailable,
                    Reason = "The session could not be ended.",
                    Fault = e,
                }
            );
            return;
        }

        if (
            session is not null
            && registry.TryGet(session.Organization, out var by)
            && by.OpenIdProvider is { EndSessionUrl: not null } provider
            && provider.Issuer == session.Issuer
        )
        {
            openId.StartLogout(context, options, by, provider, returnUrl);
            return;
        }

        if (
            session is null
            || !registry.TryGet(session.Organization, out var organization)
            || organization.IdentityProvider is not { SingleLogoutService: { } endpoint } identityProvider
            || identityProvider.Trust.EntityId != session.Issuer
            || keys.Signing is null
        )
        {
            await SignedOutAsync(
                context,
                options,
                returnUrl,
                session is null || !registry.TryGet(session.Organization, out var at) ? null : at.DisplayName,
                confirmed: false
            );
            return;
        }

        var request = new LogoutRequest
        {
            Id = MessageId.New(),
            IssueInstant = clock.GetUtcNow(),
            Issuer = options.EntityId!,
            Destination = endpoint.Location,
            NotOnOrAfter = clock.GetUtcNow() + TimeSpan.FromMinutes(5),
            NameId = session.AssertedNameId,
            SessionIndexes = session.SessionIndex is { } index ? [index] : [],
        };
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
        cookies.Add(context, options, pending);
        Page.SetHeaders(context.Response);
        context.Response.Redirect(
            RedirectBinding.CreateUrl(endpoint.Location, MessageParameter.SAMLRequest, request.ToXml(), pending.Handle, keys.Signing)
        );
    }

    private async Task<Session?> EndAsync(HttpContext context)
    {
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

        var ended = await sessions.EndAsync(
            new() { Organization = session.Organization, Id = session.Id },
            SessionEndCause.SignedOut,
            context.RequestAborted
        );
        await context.SignOutAsync(SamlSpDefaults.SessionScheme);
        logger.SessionsEnded(ended, session.Organization, SessionEndCause.SignedOut);
        return session;
    }

    /// <summary>The identity provider asks: only the sessions that it means, and only its own, are ended; no cookie is needed.</summary>
    private async Task AnswerAsync(
        HttpContext context,
        SamlSpOptions options,
        IOrganizationRegistry registry,
        ServiceProviderKeys keys,
        LogoutRequest request,
        string? relayState
    )
    {
        if (!TryGetByLogoutIssuer(registry, request.Issuer, out var organization))
        {
            return;
        }

        var identityProvider = organization.IdentityProvider!;
        if (await usedIds.ContainsAsync(request.Issuer, request.Id, context.RequestAborted))
        {
            await refusing.AnswerAsync(
                context,
                options,
                SignInOutcome.Refused(RefusalCodes.Replayed, "The LogoutRequest was used before.", organization)
            );
            return;
        }

        // The sessions go first, and then the request counts as used: if the store fails in between, the identity provider may try again. A
        // browser that goes away stops neither.
        var ended = await sessions.EndAsync(
            new()
            {
                Organization = organization.Name,
                Issuer = identityProvider.Trust.EntityId,
                SessionIndexes = request.SessionIndexes.Count > 0 ? request.SessionIndexes : null,
                NameId = request.SessionIndexes.Count > 0 ? null : request.NameId.Value,
            },
            SessionEndCause.LogoutByIdentityProvider,
            CancellationToken.None
        );
        await usedIds.TryAddAsync(
            request.Issuer,
            request.Id,
            request.IssueInstant + TimeSpan.FromMinutes(5) + (2 * options.ClockSkew),
            CancellationToken.None
        );
        logger.SessionsEnded(ended, organization.Name, SessionEndCause.LogoutByIdentityProvider);
        if (identityProvider.SingleLogoutService is not { } endpoint || keys.Signing is null)
        {
            await SignedOutPage.WriteAsync(context, options, organization.DisplayName, alsoAtIdentityProvider: true);
            return;
        }

        var location = endpoint.ResponseLocation ?? endpoint.Location;
        var response = new LogoutResponse
        {
            Id = MessageId.New(),
            IssueInstant = clock.GetUtcNow(),
            Issuer = options.EntityId!,
            Destination = location,
            InResponseTo = request.Id,
            Status = StatusUris.Success,
        };
        Page.SetHeaders(context.Response);
        context.Response.Redirect(
            RedirectBinding.CreateUrl(location, MessageParameter.SAMLResponse, response.ToXml(), relayState, keys.Signing)
        );
    }

    /// <summary>The answer to our own request. It ends nothing: that has happened. So one that answers nothing is merely refused.</summary>
    private async Task FinishAsync(
        HttpContext context,
        SamlSpOptions options,
        IOrganizationRegistry registry,
        LogoutResponse response,
        LogoutMessageResult result
    )
    {
        var pending = cookies.Find(context, options, result.RelayState);
        PendingRequestCookies.Remove(context, options, result.RelayState);
        if (pending is not { Logout: true } || pending.Id != response.InResponseTo)
        {
            await refusing.AnswerAsync(
                context,
                options,
                SignInOutcome.Refused(RefusalCodes.InResponseToMismatch, "The LogoutResponse answers no pending request of this browser.")
            );
            return;
        }

        if (!TryGetByLogoutIssuer(registry, response.Issuer, out var organization) || organization.Name != pending.Organization)
        {
            await refusing.AnswerAsync(
                context,
                options,
                SignInOutcome.Refused(SignInRefusalCodes.WrongIdentityProvider, "Another identity provider answered than was asked.")
            );
            return;
        }

        await SignedOutAsync(
            context,
            options,
            pending.ReturnUrl,
            organization.DisplayName,
            confirmed: response.Status == StatusUris.Success
        );
    }

    internal static Task SignedOutAsync(HttpContext context, SamlSpOptions options, string returnUrl, string? organization, bool confirmed)
    {
        if (returnUrl.Length == 0)
        {
            return SignedOutPage.WriteAsync(context, options, organization, confirmed);
        }

        Page.SetHeaders(context.Response);
        context.Response.Redirect(returnUrl);
        return Task.CompletedTask;
    }

    private LogoutExpectations Expectations(SamlSpOptions options, IOrganizationRegistry registry) =>
        new()
        {
            LogoutUrl = options.LogoutUrl,
            ClockSkew = options.ClockSkew,
            AllowUnsignedResponse = true,
            FindIssuer = issuer =>
                TryGetByLogoutIssuer(registry, issuer, out var organization)
                    ? organization.IdentityProvider?.TrustAt(clock.GetUtcNow())
                    : null,
        };

    /// <summary>
    /// Entra signs in as <c>https://sts.windows.net/&lt;tenant&gt;/</c> and answers logout as
    /// <c>https://login.microsoftonline.com/&lt;tenant&gt;/</c>. That name is the tenant's, even where another organization calls its
    /// identity provider so.
    /// </summary>
    private static bool TryGetByLogoutIssuer(
        IOrganizationRegistry registry,
        string issuer,
        [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Organization? organization
    )
    {
        const string LoginHost = "https://login.microsoftonline.com/";
        return (
                issuer.StartsWith(LoginHost, StringComparison.Ordinal)
                && registry.TryGetByIssuer("https://sts.windows.net/" + issuer[LoginHost.Length..], out organization)
            ) || registry.TryGetByIssuer(issuer, out organization);
    }
}
