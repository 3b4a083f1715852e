using System.Diagnostics;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// A sign-in by SAML: verifies the Response, checks that it is used once and for this browser, and hands on what was proven.
/// </summary>
internal sealed class SamlSignIn(
    IUsedAssertionIds usedIds,
    SignInPipeline pipeline,
    MetadataRefresher refresher,
    ClockWatch clocks,
    TimeProvider clock
)
{
    private const string MultipleFactors = "http://schemas.microsoft.com/claims/multipleauthn";
    private const string AuthnMethods = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    /// <summary>Runs a sign-in. Whatever goes wrong becomes an outcome.</summary>
    public async Task<SignInOutcome> RunAsync(SignInAttempt attempt, ReadOnlyMemory<byte> formValue)
    {
        if (attempt.Pending is { Marked: true })
        {
            attempt.Trace.Message = Encoding.UTF8.GetString(formValue.Span);
        }

        // (1) The message: its signature by the keys of the issuer that it names, and everything that it says about itself.
        var issuer = new IssuerLookup(attempt.Candidates, clock.GetUtcNow());
        try
        {
            var verified = Verify(attempt, formValue, issuer);
            if (
                verified.Refusal?.Code is RefusalCodes.SignatureInvalid or RefusalCodes.ExpiredCertificate
                && issuer.Organization is { } named
                && await refresher.TryRefreshAsync(named, issuer.IdentityProvider!, attempt.Aborted)
            )
            {
                // The identity provider may have new keys.
                verified = Verify(attempt, formValue, issuer);
            }

            attempt.Trace.Claimed = issuer.Organization;
            if (!verified.Accepted)
            {
                return RefuseMessage(attempt, verified.Refusal, issuer);
            }

            // (2) The organization is that of the assertion's own issuer, which the signature covers.
            var assertion = verified.Assertion;
            if (issuer.Organization is not { } organization || issuer.IdentityProvider!.Trust.EntityId != assertion.Issuer)
            {
                return attempt.Trace.Refuse(SignInChecks.Message, RefusalCodes.UntrustedIssuer, "The issuer belongs to no organization.");
            }

            attempt.Trace.Note(SignInChecks.Message, passed: true);
            attempt.Trace.Assertion = assertion;

            // (3) Used once, and for this browser. (4) From here on every protocol goes the same way.
            var proven = await ProveAsync(attempt, organization, assertion);
            var outcome = proven.IsRefused ? proven.Refusal : await pipeline.RunAsync(attempt, organization, proven.Value);
            return outcome.Code is null ? outcome : outcome with { Assertion = assertion };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return SignInOutcome.Failed(e, issuer.Organization);
        }
    }

    private VerificationResult Verify(SignInAttempt attempt, ReadOnlyMemory<byte> formValue, IssuerLookup issuer)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.verify");
        var (options, pending) = (attempt.Options, attempt.Pending);
        var result = new ResponseVerifier(options.Limits, clock).VerifyFormValue(
            formValue.Span,
            new()
            {
                EntityId = options.EntityId!,
                AssertionConsumerServiceUrl = options.AssertionConsumerServiceUrl,
                FindIssuer = issuer.Find,
                Correlation = RequestCorrelation.Deferred,
                NameIdFormat =
                    pending is not null && attempt.Candidates.TryGet(pending.Organization, out var asked)
                        ? asked.Options.Connection.NameIdFormat
                        : null,
                DecryptionKeys = attempt.Sp.Scheme.Keys.Decryption,
                ClockSkew = options.ClockSkew,
                AuthenticatedNotBefore = pending is { ForceAuthn: true } ? pending.IssuedAt : null,
            }
        );
        SamlSpTelemetry.VerificationDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        return result;
    }

    private SignInOutcome RefuseMessage(SignInAttempt attempt, Refusal refusal, IssuerLookup issuer)
    {
        if (issuer.IdentityProvider is { } provider && !provider.IsUsable(clock.GetUtcNow()))
        {
            return attempt.Trace.Refuse(
                SignInChecks.Message,
                SignInRefusalCodes.MetadataExpired,
                "The identity provider's metadata is too old, and cannot be read again.",
                issuer.Organization
            );
        }

        // Anybody may have written a status message: only Entra's error number is kept.
        EntraErrorNumber.TryFind(refusal.StatusMessage, out var error);
        attempt.Trace.IdentityProviderError = error;
        var reason = error is null ? refusal.Message : $"{refusal.Message} {EntraErrorNumber.Describe(error)}";
        return attempt.Trace.Refuse(SignInChecks.Message, refusal.Code, reason) with { IdentityProviderError = error };
    }

    private async Task<SignInStep<VerifiedSignIn>> ProveAsync(SignInAttempt attempt, Organization organization, VerifiedAssertion assertion)
    {
        // (1) An organization whose connection is disabled signs nobody in.
        var trace = attempt.Trace;
        if (!organization.Options.Connection.Enabled && !attempt.IsTrial)
        {
            return new(trace.RefuseDisabled(organization));
        }

        // (2) An assertion is used once, on any node.
        if (!await usedIds.TryAddAsync(assertion.Issuer, assertion.Id, assertion.ReplayableUntil, attempt.Aborted))
        {
            return new(trace.Refuse(SignInChecks.UsedOnce, RefusalCodes.Replayed, "The assertion was used before.", organization));
        }

        trace.Note(SignInChecks.UsedOnce, passed: true);
        clocks.Note(assertion.IssueInstant);

        // (3) It answers this browser's request, or was allowed to come without one.
        if (await CorrelateAsync(attempt, assertion, organization) is { } uncorrelated)
        {
            return new(uncorrelated);
        }

        trace.Note(
            SignInChecks.Request,
            passed: true,
            assertion.InResponseTo is null ? "Unsolicited: the identity provider sent it without a request." : null
        );
        return new(
            trace.Verified = new()
            {
                Issuer = assertion.Issuer,
                NameId = assertion.NameId,
                AuthnInstant = assertion.AuthnInstant,
                SessionIndex = assertion.SessionIndex,
                SessionNotOnOrAfter = assertion.SessionNotOnOrAfter,
                MultipleFactors =
                    assertion.Attributes.TryGetValue(AuthnMethods, out var methods)
                    && methods.Contains(MultipleFactors, StringComparer.Ordinal),
                Claims = assertion.Attributes,
                Assertion = assertion,
            }
        );
    }

    /// <summary>
    /// InResponseTo, RelayState and the browser's cookie belong together, and each request is answered once (SAML Profiles 4.1.4.5).
    /// </summary>
    private async Task<SignInOutcome?> CorrelateAsync(SignInAttempt attempt, VerifiedAssertion assertion, Organization organization)
    {
        string? mismatch = null;
        if (attempt.Pending is not { } pending)
        {
            if (assertion.InResponseTo is null)
            {
                return null;
            }

            mismatch = "This browser has no pending request that RelayState names.";
        }
        else if (assertion.InResponseTo is null)
        {
            mismatch = "A request is pending, and the Response does not say that it answers it.";
        }
        else if (pending.Id != assertion.InResponseTo)
        {
            mismatch = "InResponseTo is not the pending request.";
        }
        else if (pending.IdentityProvider != assertion.Issuer)
        {
            return attempt.Trace.Refuse(
                SignInChecks.Request,
                SignInRefusalCodes.WrongIdentityProvider,
                "Another identity provider answered than was asked.",
                organization
            );
        }
        else if (
            !await usedIds.TryAddAsync("request", pending.Id, pending.IssuedAt + attempt.Options.PendingRequestLifetime, attempt.Aborted)
        )
        {
            mismatch = "The request was answered before.";
        }

        return mismatch is null
            ? null
            : attempt.Trace.Refuse(SignInChecks.Request, RefusalCodes.InResponseToMismatch, mismatch, organization);
    }
}
