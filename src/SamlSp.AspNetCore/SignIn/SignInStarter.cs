using System.Text;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Sends a browser to its organization's identity provider: by SAML (SAML Profiles 4.1.4.1), or by OpenID Connect.</summary>
internal sealed class SignInStarter(PendingRequestCookies cookies, OpenIdStarter openId, RefusalResponder refusals, TimeProvider clock)
{
    private const int MaxLoginHintLength = 320;

    /// <summary>Sends the browser.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="returnUrl">Where the browser goes afterwards: a local path.</param>
    /// <param name="forceAuthn">Whether the identity provider must authenticate the user anew.</param>
    /// <param name="loginHint">An address for the identity provider's sign-in page; null for none.</param>
    /// <param name="trial">The trial sign-in that this belongs to; null for a real one.</param>
    public async Task StartAsync(
        SamlSpContext sp,
        Organization organization,
        string returnUrl,
        bool forceAuthn,
        string? loginHint,
        string? trial = null
    )
    {
        if (Prefetch.TryRefuse(sp))
        {
            return;
        }

        if (!organization.Options.Connection.Enabled && trial is null)
        {
            await refusals.AnswerAsync(sp, new SignInTrace().RefuseDisabled(organization));
            return;
        }

        loginHint = loginHint is { Length: > 0 and <= MaxLoginHintLength } ? loginHint : null;
        if (organization.OpenIdProvider is { } provider)
        {
            openId.Start(sp, organization, provider, returnUrl, forceAuthn, loginHint, trial);
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
                AssertionConsumerServiceUrl = sp.Options.AssertionConsumerServiceUrl,
                ForceAuthn = forceAuthn,
                NameIdFormat = organization.Options.Connection.NameIdFormat,
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
            ReturnUrl = returnUrl,
            ForceAuthn = request.ForceAuthn,
            Test = trial,
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
        var url = new StringBuilder(
            RedirectBinding.CreateUrl(endpoint.Location, MessageParameter.SAMLRequest, request.ToXml(), pending.Handle, key)
        );
        if (loginHint is not null)
        {
            url.Append("&login_hint=").Append(Uri.EscapeDataString(loginHint));
        }

        Page.SetHeaders(sp.Response);
        sp.Response.Redirect(url.ToString());
    }
}
