using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>A sign-in by OpenID Connect: redeems the code, validates the ID token, and hands on what was proven.</summary>
internal sealed class OpenIdSignIn(
    IUsedAssertionIds usedIds,
    OpenIdTokenClient tokens,
    IdTokenValidator validator,
    OpenIdRefresher refresher,
    OpenIdUserInfo userInfo,
    LogoutHints hints,
    SignInPipeline pipeline,
    ClockWatch clocks,
    TimeProvider clock
)
{
    /// <summary>Runs a sign-in. Whatever goes wrong becomes an outcome.</summary>
    /// <param name="attempt">The attempt; its request is pending in this browser.</param>
    /// <param name="organization">The organization that was asked.</param>
    /// <param name="answer">The answer's parameters.</param>
    public async Task<SignInOutcome> RunAsync(SignInAttempt attempt, Organization organization, OpenIdAnswer answer)
    {
        try
        {
            var proven = await ProveAsync(attempt, organization, answer);
            return proven.IsRefused ? proven.Refusal : await pipeline.RunAsync(attempt, organization, proven.Value);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return SignInOutcome.Failed(e, organization);
        }
    }

    private async Task<SignInStep<VerifiedSignIn>> ProveAsync(SignInAttempt attempt, Organization organization, OpenIdAnswer answer)
    {
        var (trace, pending, aborted) = (attempt.Trace, attempt.Pending!, attempt.Aborted);
        SignInStep<VerifiedSignIn> Refuse(string check, string code, string reason) =>
            new(trace.Refuse(check, code, reason, organization) with { IdentityProviderError = trace.IdentityProviderError });

        // (1) An organization whose connection is disabled signs nobody in.
        if (!organization.Options.Connection.Enabled && !attempt.IsTrial)
        {
            return new(trace.RefuseDisabled(organization));
        }

        // (2) Who answers must be who was asked (RFC 9207), though another may know the state: the connection may have been changed since,
        // or the browser been sent elsewhere.
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

        // (3) Each request is answered once.
        if (!await usedIds.TryAddAsync("request", pending.Id, pending.IssuedAt + attempt.Options.PendingRequestLifetime, aborted))
        {
            return Refuse(SignInChecks.UsedOnce, RefusalCodes.Replayed, "The request was answered before.");
        }

        trace.Note(SignInChecks.Request, passed: true);
        trace.Note(SignInChecks.UsedOnce, passed: true);
        if (answer.Error is not null)
        {
            trace.IdentityProviderError = answer.ErrorNumber;
            return Refuse(
                SignInChecks.Message,
                RefusalCodes.StatusNotSuccess,
                $"The identity provider refused: {answer.Error}."
                    + OpenIdErrorText.Describe(
                        answer.Error,
                        answer.ErrorDescription,
                        provider,
                        organization.Options.Connection,
                        pending.ForceAuthn
                    )
            );
        }

        // (4) The code is redeemed for an ID token.
        var redeemed = await tokens.RedeemAsync(attempt.Sp, organization, provider, answer.Code!, pending.CodeVerifier);
        if (!redeemed.Succeeded)
        {
            trace.IdentityProviderError = redeemed.Number;
            return Refuse(SignInChecks.Message, SignInRefusalCodes.TokenRequestFailed, redeemed.Error);
        }

        // (5) The ID token, with the keys read again when it names one that is not known.
        var result = await validator.ValidateAsync(
            redeemed.IdToken,
            provider,
            organization.Options.Connection.ClientId!,
            pending,
            attempt.Options.ClockSkew
        );
        if (result.KeyUnknown && await refresher.TryRefreshAsync(organization, provider, aborted))
        {
            result = await validator.ValidateAsync(
                redeemed.IdToken,
                organization.OpenIdProvider ?? provider,
                organization.Options.Connection.ClientId!,
                pending,
                attempt.Options.ClockSkew
            );
        }

        if (!result.Accepted)
        {
            return new(
                trace.Refuse(
                    SignInChecks.Message,
                    result.Code,
                    ClockText.Apart(result.IssuedAt, pending.IssuedAt, clock.GetUtcNow()) is { } apart
                        ? $"{result.Reason} {apart}"
                        : result.Reason,
                    organization
                ) with
                {
                    IssuedAt = clocks.NoteRefused(result.IssuedAt, pending),
                }
            );
        }

        clocks.Note(result.IssuedAt!.Value);

        trace.Note(SignInChecks.Message, passed: true);

        // (6) An e-mail address or a name that the ID token lacks.
        var proven = result.SignIn with
        {
            ProtectedIdToken = hints.Protect(redeemed.IdToken),
        };
        trace.Verified = proven;
        var completed = await userInfo.CompleteAsync(
            attempt,
            organization,
            organization.OpenIdProvider ?? provider,
            redeemed.AccessToken,
            proven
        );
        return completed.IsRefused ? completed : new(trace.Verified = completed.Value);
    }
}
