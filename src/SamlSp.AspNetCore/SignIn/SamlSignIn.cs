using System.Diagnostics;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// A sign-in by SAML: verifies the Response, checks that it is for this browser, and hands on what was proven.
/// </summary>
internal sealed class SamlSignIn(SignInPipeline pipeline, MetadataRefresher refresher, ClockWatch clocks, TimeProvider clock)
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
                return RefuseMessage(attempt, verified.Refusal, verified.IssuedAt, issuer) with
                {
                    IssuedAt = clocks.NoteRefused(verified.IssuedAt, attempt.Pending),
                };
            }

            // (2) The organization is that of the assertion's own issuer, which the signature covers.
            var assertion = verified.Assertion;
            if (issuer.Organization is not { } organization || issuer.IdentityProvider!.Trust.EntityId != assertion.Issuer)
            {
                return attempt.Trace.Refuse(SignInChecks.Message, RefusalCodes.UntrustedIssuer, "The issuer belongs to no organization.");
            }

            attempt.Trace.Note(SignInChecks.Message, passed: true);
            attempt.Trace.Assertion = assertion;

            // (3) An organization whose connection is disabled signs nobody in.
            if (!organization.Options.Connection.Enabled && !attempt.IsTrial)
            {
                return attempt.Trace.RefuseDisabled(organization) with { Assertion = assertion };
            }

            // (4) For this browser, and used once. From here on every protocol goes the same way.
            var verifiedSignIn = Proven(attempt, assertion);
            var outcome = Correlate(attempt, assertion, organization) is { } uncorrelated
                ? await pipeline.RefuseAsync(attempt, organization, verifiedSignIn.OneTimeIds, uncorrelated)
                : await pipeline.RunAsync(attempt, organization, verifiedSignIn);
            if (outcome.Code != RefusalCodes.Replayed)
            {
                clocks.Note(assertion.IssueInstant);
            }

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
                AssertionConsumerServiceUrl = attempt.Sp.Address.AssertionConsumerServiceUrl,
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

    private SignInOutcome RefuseMessage(SignInAttempt attempt, Refusal refusal, DateTimeOffset? issuedAt, IssuerLookup issuer)
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
        var more =
            error is not null ? EntraErrorNumber.Describe(error)
            : refusal.Instant is { } instant
                ? ClockText.Describe(refusal.Code == RefusalCodes.Expired, instant, clock.GetUtcNow(), attempt.Options.ClockSkew)
            : refusal.Code is RefusalCodes.SignatureInvalid or RefusalCodes.ExpiredCertificate && issuer.IdentityProvider is { } asked
                ? $"The metadata in use has the certificates {Thumbprints.Describe(asked.Metadata.SigningCertificates)}."
            : null;
        var reason = more is null ? refusal.Message : $"{refusal.Message} {more}";
        if (refusal.Recipe is { } recipe)
        {
            reason = $"{reason} {recipe.Advice} See {recipe.Help}.";
        }

        var apart = ClockText.Apart(issuedAt, attempt.Pending?.IssuedAt, clock.GetUtcNow());
        reason = apart is null ? reason : $"{reason} {apart}";
        return attempt.Trace.Refuse(SignInChecks.Message, refusal.Code, reason) with { IdentityProviderError = error };
    }

    private static VerifiedSignIn Proven(SignInAttempt attempt, VerifiedAssertion assertion)
    {
        var methods = assertion.Attributes.TryGetValue(AuthnMethods, out var sent) ? sent : [];
        var assertionId = new OneTimeId(assertion.Issuer, assertion.Id, assertion.ReplayableUntil);
        return attempt.Trace.Verified = new()
        {
            Issuer = assertion.Issuer,
            NameId = assertion.NameId,
            AuthnInstant = assertion.AuthnInstant,
            SessionIndex = assertion.SessionIndex,
            SessionNotOnOrAfter = assertion.SessionNotOnOrAfter,
            MultipleFactors = methods.Contains(MultipleFactors, StringComparer.Ordinal),
            AuthenticationMethods = methods,
            AuthenticationContexts = assertion.AuthnContextClass is { } context ? [context] : [],
            Claims = assertion.Attributes,
            Assertion = assertion,
            OneTimeIds =
                attempt.Pending is { } pending && pending.Id == assertion.InResponseTo
                    ? [assertionId, new(OneTimeId.Request, pending.Id, pending.IssuedAt + attempt.Options.PendingRequestLifetime)]
                    : [assertionId],
        };
    }

    /// <summary>
    /// InResponseTo, RelayState and the browser's cookie belong together (SAML Profiles 4.1.4.5). The refusal where they do not.
    /// </summary>
    private static SignInOutcome? Correlate(SignInAttempt attempt, VerifiedAssertion assertion, Organization organization)
    {
        var trace = attempt.Trace;
        SignInOutcome Mismatch(string reason) =>
            trace.Refuse(SignInChecks.Request, RefusalCodes.InResponseToMismatch, reason, organization);

        if (attempt.Pending is not { } pending)
        {
            if (assertion.InResponseTo is not null)
            {
                return Mismatch("This browser has no pending request that RelayState names.");
            }

            trace.Note(SignInChecks.Request, passed: true, "Unsolicited: the identity provider sent it without a request.");
            return null;
        }

        if (assertion.InResponseTo is null)
        {
            return Mismatch("A request is pending, and the Response does not say that it answers it.");
        }

        if (pending.Id != assertion.InResponseTo)
        {
            return Mismatch("InResponseTo is not the pending request.");
        }

        if (pending.IdentityProvider != assertion.Issuer)
        {
            return trace.Refuse(
                SignInChecks.Request,
                SignInRefusalCodes.WrongIdentityProvider,
                "Another identity provider answered than was asked.",
                organization
            );
        }

        trace.Note(SignInChecks.Request, passed: true);
        return null;
    }
}
