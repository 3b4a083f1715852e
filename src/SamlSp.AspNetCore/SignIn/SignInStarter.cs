using System.Text;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Sends a browser to its organization's identity provider: by SAML (SAML Profiles 4.1.4.1), or by OpenID Connect.</summary>
internal sealed class SignInStarter(PendingRequestCookies cookies, OpenIdStarter openId, RefusalResponder refusing, TimeProvider clock)
{
    public async Task StartAsync(
        HttpContext context,
        SamlSpOptions options,
        ServiceProviderKeys keys,
        Organization organization,
        string returnUrl,
        bool forceAuthn,
        string? loginHint,
        string? test = null
    )
    {
        if (!organization.Options.Connection.Enabled && test is null)
        {
            await refusing.AnswerAsync(
                context,
                options,
                SignInOutcome.Refused(SignInRefusalCodes.ConnectionDisabled, "The organization's connection is switched off.", organization)
            );
            return;
        }

        if (organization.OpenIdProvider is { } provider)
        {
            openId.Start(context, options, organization, provider, returnUrl, forceAuthn, loginHint, test);
            return;
        }

        var identityProvider = organization.IdentityProvider!;
        var endpoint = identityProvider.SingleSignOnService;
        var redirecting = new RedirectToIdentityProviderContext(
            context,
            options,
            organization,
            new()
            {
                Id = MessageId.New(),
                IssueInstant = clock.GetUtcNow(),
                Issuer = options.EntityId!,
                Destination = endpoint.Location,
                AssertionConsumerServiceUrl = options.AssertionConsumerServiceUrl,
                ForceAuthn = forceAuthn,
                NameIdFormat = organization.Options.Connection.NameIdFormat,
            }
        );
        await options.EventsOf(context).RedirectToIdentityProvider(redirecting);
        var request = redirecting.Request;
        var pending = new PendingRequest
        {
            Id = request.Id,
            Handle = cookies.NewHandle(retry: context.Request.Query["retry"] == "1"),
            Marked = context.Request.Query["trace"] == "true",
            IssuedAt = request.IssueInstant,
            Organization = organization.Name,
            IdentityProvider = identityProvider.Trust.EntityId,
            ReturnUrl = returnUrl,
            ForceAuthn = request.ForceAuthn,
            Test = test,
        };
        cookies.Add(context, options, pending);

        var key = organization.Options.Connection.SignRequests ?? identityProvider.Metadata.WantAuthnRequestsSigned ? keys.Signing : null;
        if (endpoint.Binding == BindingUris.Post)
        {
            await PostPage.WriteAsync(
                context,
                options,
                endpoint.Location,
                [("SAMLRequest", PostBinding.CreateFormValue(request.ToXml(), key)), ("RelayState", pending.Handle)]
            );
            return;
        }

        // Entra refuses a Subject in the request; the address goes beside it, where the signature does not reach and need not.
        var url = new StringBuilder(
            RedirectBinding.CreateUrl(endpoint.Location, MessageParameter.SAMLRequest, request.ToXml(), pending.Handle, key)
        );
        if (loginHint is { Length: > 0 and <= 320 })
        {
            url.Append("&login_hint=").Append(Uri.EscapeDataString(loginHint));
        }

        Page.SetHeaders(context.Response);
        context.Response.Redirect(url.ToString());
    }
}
