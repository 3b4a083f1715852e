using System.Text;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Sends a browser to its organization's identity provider: by SAML (SAML Profiles 4.1.4.1), or by OpenID Connect.</summary>
internal sealed class SignInStarter(
    PendingRequestCookies cookies,
    OpenIdStarter openId,
    RefusalResponder refusals,
    IStoreAvailability store,
    TimeProvider clock
)
{
    private const int MaxLoginHintLength = 320;

    /// <summary>Sends the browser.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="start">What the sign-in starts with.</param>
    public async Task StartAsync(SamlSpContext sp, Organization organization, SignInStart start)
    {
        if (Prefetch.TryRefuse(sp))
        {
            return;
        }

        if (!organization.Options.Connection.Enabled && start.Trial is null)
        {
            await refusals.AnswerAsync(sp, new SignInTrace().RefuseDisabled(organization));
            return;
        }

        // Nobody is sent to sign in, perhaps with a second factor, whose answer would only be refused.
        if (await FindObstacleAsync(organization, sp.Aborted) is { } obstacle)
        {
            await RefuseAsync(sp, organization, start, obstacle);
            return;
        }

        if (StepUpRequest.FindObstacle(organization, start.Requirement) is { } impossible)
        {
            await refusals.AnswerAsync(sp, impossible, reference => StepUpPage.WriteAsync(sp, impossible, reference, start.ReturnUrl));
            return;
        }

        if (start.LoginHint is not { Length: > 0 and <= MaxLoginHintLength })
        {
            start = start with { LoginHint = null };
        }

        if (organization.OpenIdProvider is { } provider)
        {
            if (await openId.StartAsync(sp, organization, provider, start) is { } wrong)
            {
                var failed = SignInOutcome.Refused(SignInRefusalCodes.AuthorizationRequestFailed, wrong, organization);
                await RefuseAsync(sp, organization, start, failed);
            }

            return;
        }

        // (1) The AuthnRequest, which the application may change.
        var identityProvider = organization.IdentityProvider!;
        var endpoint = identityProvider.SingleSignOnService;
        var redirecting = new RedirectToIdentityProviderContext(
            sp.Http,
            sp.Options,
            organization,
            new()
            {
                Id = MessageId.New(),
                IssueInstant = clock.GetUtcNow(),
                Issuer = sp.Options.EntityId!,
                Destination = endpoint.Location,
                AssertionConsumerServiceUrl = sp.Address.AssertionConsumerServiceUrl,
                ForceAuthn = start.ForceAuthn,
                IsPassive = start.IsPassive,
                NameIdFormat = organization.Options.Connection.NameIdFormat,
                RequestedAuthnContext = StepUpRequest.ForSaml(organization, start.Requirement),
            }
        );
        await sp.Options.EventsOf(sp.Http).RedirectToIdentityProvider(redirecting);
        var request = redirecting.Request;

        // (2) The cookie by which this browser is known again.
        var pending = new PendingRequest
        {
            Id = request.Id,
            Handle = cookies.NewHandle(retry: sp.Request.Query["retry"] == "1"),
            Marked = sp.Request.Query["trace"] == "true",
            IssuedAt = request.IssueInstant,
            Organization = organization.Name,
            IdentityProvider = identityProvider.Trust.EntityId,
            ReturnUrl = start.ReturnUrl,
            ForceAuthn = request.ForceAuthn,
            IsPassive = request.IsPassive,
            Requirement = start.Requirement,
            Test = start.Trial,
        };
        cookies.Add(sp, pending);

        // (3) By POST, where the identity provider offers nothing else.
        var signs = organization.Options.Connection.SignRequests ?? identityProvider.Metadata.WantAuthnRequestsSigned;
        var key = signs ? sp.Scheme.Keys.Signing : null;
        if (endpoint.Binding == BindingUris.Post)
        {
            await PostPage.WriteAsync(
                sp,
                endpoint.Location,
                [
                    (MessageForm.RequestField, PostBinding.CreateFormValue(request.ToXml(), key)),
                    (MessageForm.RelayStateField, pending.Handle),
                ],
                PostPage.SigningIn
            );
            return;
        }

        // (4) By redirect. Entra refuses a Subject in the request; the address goes beside it, where the signature does not reach and need
        // not.
        if (start.LoginHint is { } hint)
        {
            redirecting.Parameters.TryAdd("login_hint", hint);
        }

        var url = new StringBuilder(
            RedirectBinding.CreateUrl(endpoint.Location, MessageParameter.SAMLRequest, request.ToXml(), pending.Handle, key)
        );
        foreach (var (name, value) in redirecting.Parameters)
        {
            url.Append('&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
        }

        Page.SetHeaders(sp.Response);
        sp.Response.Redirect(url.ToString());
    }

    private Task RefuseAsync(SamlSpContext sp, Organization organization, SignInStart start, SignInOutcome refused) =>
        refusals.AnswerAsync(
            sp,
            refused,
            reference =>
                TryAgainPage.WriteBeforeSignInAsync(
                    sp,
                    refused,
                    reference,
                    SignInUrl.Create(sp, organization.Name, start.ReturnUrl, start.ForceAuthn)
                )
        );

    /// <summary>What makes every sign-in of the organization fail at present; null when nothing is known.</summary>
    private async ValueTask<SignInOutcome?> FindObstacleAsync(Organization organization, CancellationToken cancellationToken)
    {
        if (organization is { IdentityProvider: null, OpenIdProvider: null })
        {
            return SignInOutcome.Refused(
                SignInRefusalCodes.ConnectionUnavailable,
                $"The identity provider has not been read yet. {organization.ConnectionError}",
                organization
            );
        }

        return await store.FindFailureAsync(cancellationToken) is { } failure
            ? SignInOutcome.Failed(new StoreUnavailableException(failure), organization) with
            {
                Reason = "The sign-in was not started.",
            }
            : null;
    }
}
