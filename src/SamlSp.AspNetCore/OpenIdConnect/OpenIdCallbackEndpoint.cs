using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The redirect URI of all OpenID Connect connections: takes the answer to a sign-in, and the return from a sign-out.</summary>
internal sealed class OpenIdCallbackEndpoint(
    OpenIdSignIn signIn,
    SignInCompletion completion,
    TrialSignIn tests,
    PendingRequestCookies cookies,
    RefusalResponder refusing
)
{
    public async Task HandleAsync(HttpContext context, SamlSpOptions options, IOrganizationRegistry registry)
    {
        var started = Stopwatch.GetTimestamp();
        if (OpenIdAnswer.Read(context.Request.Query) is not { } answer)
        {
            await RefuseAsync(
                context,
                options,
                RefusalCodes.Malformed,
                "A parameter occurs more than once, or is too long.",
                StatusCodes.Status400BadRequest
            );
            return;
        }

        var pending = cookies.Find(context, options, answer.State);
        PendingRequestCookies.Remove(context, options, answer.State);
        if (pending is null || (!pending.Logout && pending.CodeVerifier is null))
        {
            await RefuseAsync(
                context,
                options,
                RefusalCodes.InResponseToMismatch,
                "This browser has no pending request that state speaks of."
            );
        }
        else if (pending.Logout)
        {
            await LogoutEndpoint.SignedOutAsync(
                context,
                options,
                pending.ReturnUrl,
                registry.TryGet(pending.Organization, out var left) ? left.DisplayName : null,
                confirmed: true
            );
        }
        else if (answer.Code is null == answer.Error is null)
        {
            await RefuseAsync(
                context,
                options,
                RefusalCodes.Malformed,
                "The answer has neither a code nor an error, or both.",
                StatusCodes.Status400BadRequest
            );
        }
        else if (await tests.RegistryAsync(context, options, registry, pending) is not { } candidates)
        {
            // It has been answered.
        }
        else if (!candidates.TryGet(pending.Organization, out var organization))
        {
            await RefuseAsync(
                context,
                options,
                SignInRefusalCodes.WrongIdentityProvider,
                "The organization that was asked is not there any more."
            );
        }
        else
        {
            var attempt = new SignInAttempt(context, options, candidates, pending);
            using var span = SamlSpTelemetry.Source.StartActivity("samlsp.sign_in");
            var outcome = await signIn.RunAsync(attempt, organization, answer);
            if (attempt.IsTest)
            {
                await tests.AnswerAsync(attempt, outcome);
            }
            else
            {
                await completion.AnswerAsync(attempt, outcome, pending.ReturnUrl, started);
            }
        }
    }

    private Task RefuseAsync(
        HttpContext context,
        SamlSpOptions options,
        string code,
        string reason,
        int status = StatusCodes.Status403Forbidden
    ) => refusing.AnswerAsync(context, options, SignInOutcome.Refused(code, reason), status);
}
