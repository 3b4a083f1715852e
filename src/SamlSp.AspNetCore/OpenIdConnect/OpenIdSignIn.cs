using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The OpenID Connect end of the street: from a code to what was proven, once, for this browser; then as for everybody.</summary>
internal sealed class OpenIdSignIn(
    IUsedAssertionIds usedIds,
    OpenIdTokenClient tokens,
    IdTokenValidator validator,
    OpenIdRefresher refresher,
    SignInPipeline pipeline
)
{
    /// <summary>Runs a sign-in. Whatever goes wrong becomes an outcome.</summary>
    /// <param name="attempt">The attempt; its request is pending in this browser.</param>
    /// <param name="organization">The organization that was asked.</param>
    /// <param name="answer">The answer's parameters.</param>
    public Task<SignInOutcome> RunAsync(SignInAttempt attempt, Organization organization, OpenIdAnswer answer) =>
        pipeline.RunAsync(attempt, organization, () => ProveAsync(attempt, organization, answer));

    private async Task<SignInOutcome?> ProveAsync(SignInAttempt attempt, Organization organization, OpenIdAnswer answer)
    {
        var (trace, pending, aborted) = (attempt.Trace, attempt.Pending!, attempt.Aborted);
        SignInOutcome Refuse(string check, string code, string reason) => trace.Refuse(check, code, reason, organization);

        // Who answers must be who was asked (RFC 9207), though another may know the state: the connection may have been changed since, or
        // the browser been sent elsewhere.
        if (organization.OpenIdProvider is not { } provider || provider.Issuer != pending.IdentityProvider)
        {
            return Refuse(
                SignInChecks.Request,
                SignInRefusalCodes.WrongIdentityProvider,
                "The organization has another identity provider than was asked."
            );
        }

        if (answer.Issuer is null ? provider.SaysIssuer : answer.Issuer != provider.Issuer)
        {
            return Refuse(
                SignInChecks.Request,
                SignInRefusalCodes.WrongIdentityProvider,
                "Another identity provider answered than was asked (iss)."
            );
        }

        if (!await usedIds.TryAddAsync("request", pending.Id, pending.IssuedAt + attempt.Options.PendingRequestLifetime, aborted))
        {
            return Refuse(SignInChecks.UsedOnce, RefusalCodes.Replayed, "The request was answered before.");
        }

        trace.Note(SignInChecks.Request, passed: true);
        trace.Note(SignInChecks.UsedOnce, passed: true);
        if (answer.Error is not null)
        {
            return Refuse(
                SignInChecks.Message,
                RefusalCodes.StatusNotSuccess,
                $"The identity provider refused: {answer.Error}.{OpenIdTokenClient.EntraErrorOf(answer.ErrorDescription)}"
            );
        }

        var (idToken, error) = await tokens.RedeemAsync(
            organization,
            provider,
            answer.Code!,
            pending.CodeVerifier!,
            attempt.Options,
            aborted
        );
        if (idToken is null)
        {
            return Refuse(SignInChecks.Message, SignInRefusalCodes.TokenRequestFailed, error!);
        }

        var result = await validator.ValidateAsync(
            idToken,
            provider,
            organization.Options.Connection.ClientId!,
            pending,
            attempt.Options.ClockSkew
        );
        if (result.KeyUnknown && await refresher.TryRefreshAsync(organization, provider, aborted))
        {
            result = await validator.ValidateAsync(
                idToken,
                organization.OpenIdProvider ?? provider,
                organization.Options.Connection.ClientId!,
                pending,
                attempt.Options.ClockSkew
            );
        }

        if (!result.Accepted)
        {
            return Refuse(SignInChecks.Message, result.Code, result.Reason);
        }

        trace.Note(SignInChecks.Message, passed: true);
        trace.Verified = result.SignIn;
        return null;
    }
}
