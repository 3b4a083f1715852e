using System.Text;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// The single logout service (SAML Profiles 4.4): reads and verifies the message, and hands it to the flow that it belongs to. A request
/// without a message signs out here.
/// </summary>
internal sealed class LogoutEndpoint(
    LogoutStarter starter,
    IdentityProviderLogout byIdentityProvider,
    LogoutFinisher finisher,
    RefusalResponder refusals,
    TimeProvider clock
)
{
    public async Task HandleAsync(SamlSpContext sp)
    {
        if (Prefetch.TryRefuse(sp))
        {
            return;
        }

        // (1) The message, with the organization whose keys it was verified by.
        var issuer = new LogoutIssuerLookup(sp.Scheme.Organizations, clock.GetUtcNow());
        LogoutMessageResult result;
        if (HttpMethods.IsPost(sp.Request.Method))
        {
            using var form = await MessageForm.ReadAsync(sp.Http, mayBeRequest: true);
            if (form.Refusal is { } refused)
            {
                await refusals.AnswerAsync(sp, refused, form.Status);
                return;
            }

            // The cookie that a LogoutResponse needs does not come along from another site.
            if (!form.IsRequest && !form.IsPostedAgain && CrossSitePost.IsCrossSite(sp) && PendingRequestCookies.IsHandle(form.RelayState))
            {
                await CrossSitePost.AgainAsync(sp, sp.Address.LogoutUrl, form, PostPage.SigningOut);
                return;
            }

            result = new LogoutVerifier(sp.Options.Limits, clock).VerifyPost(
                form.IsRequest ? MessageParameter.SAMLRequest : MessageParameter.SAMLResponse,
                Encoding.UTF8.GetString((form.IsRequest ? form.Request : form.Response).Span),
                form.RelayState,
                Expectations(sp, issuer)
            );
        }
        else if (sp.Request.Query.ContainsKey(MessageForm.RequestField) || sp.Request.Query.ContainsKey(MessageForm.ResponseField))
        {
            result = new LogoutVerifier(sp.Options.Limits, clock).VerifyRedirect(
                sp.Request.QueryString.Value ?? "",
                Expectations(sp, issuer)
            );
        }
        else
        {
            // (2) No message: the user wants to sign out.
            await starter.AskOrStartAsync(sp);
            return;
        }

        // (3) What is not genuine ends here.
        if (result.Refusal is { } wrong)
        {
            await refusals.AnswerAsync(
                sp,
                SignInOutcome.Refused(wrong.Code, wrong.Message) with
                {
                    NamedOrganization = issuer.Organization?.Name,
                }
            );
            return;
        }

        if (issuer.Organization is not { } organization)
        {
            await refusals.AnswerAsync(
                sp,
                SignInOutcome.Refused(RefusalCodes.UntrustedIssuer, "The issuer of the logout message belongs to no organization.")
            );
            return;
        }

        // (4) The identity provider asks, or answers.
        await (
            result.Request is { } request
                ? byIdentityProvider.AnswerAsync(sp, organization, request, result.RelayState)
                : finisher.FinishAsync(sp, organization, result.Response!, result.RelayState)
        );
    }

    private static LogoutExpectations Expectations(SamlSpContext sp, LogoutIssuerLookup issuer) =>
        new()
        {
            LogoutUrl = sp.Address.LogoutUrl,
            ClockSkew = sp.Options.ClockSkew,
            AllowUnsignedResponse = true,
            FindIssuer = issuer.Find,
        };
}
