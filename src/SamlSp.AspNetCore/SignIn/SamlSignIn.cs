using System.Diagnostics;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The SAML end of the street: from a form value to what was proven, once, for this browser; then as for everybody.</summary>
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
    public async Task<SignInOutcome> RunAsync(SignInAttempt attempt, ReadOnlyMemory<byte> formValue, ServiceProviderKeys keys)
    {
        if (attempt.Pending is { Marked: true })
        {
            attempt.Trace.Message = Encoding.UTF8.GetString(formValue.Span);
        }

        var verified = Verify(attempt, formValue, keys, out var issuer);
        attempt.Trace.Claimed = issuer?.Organization;
        if (
            verified.Refusal?.Code is RefusalCodes.SignatureInvalid or RefusalCodes.ExpiredCertificate
            && issuer is var (named, tried)
            && await refresher.TryRefreshAsync(named, tried, attempt.Aborted)
        )
        {
            verified = Verify(attempt, formValue, keys, out _);
        }

        if (!verified.Accepted && issuer is var (tooOld, last) && !last.IsUsable(clock.GetUtcNow()))
        {
            return attempt.Trace.Refuse(
                SignInChecks.Message,
                SignInRefusalCodes.MetadataExpired,
                "The identity provider's metadata is too old, and cannot be read again.",
                tooOld
            );
        }

        if (!verified.Accepted)
        {
            return attempt.Trace.Refuse(SignInChecks.Message, verified.Refusal.Code, Describe(verified.Refusal, attempt.Trace));
        }

        var assertion = verified.Assertion;
        if (!attempt.Registry.TryGetByIssuer(assertion.Issuer, out var organization))
        {
            return attempt.Trace.Refuse(SignInChecks.Message, RefusalCodes.UntrustedIssuer, "The issuer belongs to no organization.");
        }

        attempt.Trace.Note(SignInChecks.Message, passed: true);
        attempt.Trace.Assertion = assertion;
        return await pipeline.RunAsync(attempt, organization, () => ProveAsync(attempt, assertion, organization));
    }

    /// <param name="attempt">The attempt.</param>
    /// <param name="formValue">The form field SAMLResponse.</param>
    /// <param name="keys">Our own keys.</param>
    /// <param name="issuer">The organization whose keys were tried: by the issuer that the message names, which proves nothing.</param>
    private VerificationResult Verify(
        SignInAttempt attempt,
        ReadOnlyMemory<byte> formValue,
        ServiceProviderKeys keys,
        out (Organization Organization, IdentityProvider Tried)? issuer
    )
    {
        (Organization, IdentityProvider)? named = null;
        var started = Stopwatch.GetTimestamp();
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.verify");
        var result = new ResponseVerifier(attempt.Options.Limits, clock).VerifyFormValue(
            formValue.Span,
            Expectations(attempt, keys, (organization, provider) => named = (organization, provider))
        );
        SamlSpTelemetry.VerificationDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds);
        issuer = named;
        return result;
    }

    private ResponseExpectations Expectations(
        SignInAttempt attempt,
        ServiceProviderKeys keys,
        Action<Organization, IdentityProvider> looksAt
    ) =>
        new()
        {
            EntityId = attempt.Options.EntityId!,
            AssertionConsumerServiceUrl = attempt.Options.AssertionConsumerServiceUrl,
            FindIssuer = issuer =>
            {
                if (!attempt.Registry.TryGetByIssuer(issuer, out var trusted) || trusted.IdentityProvider is not { } provider)
                {
                    return null;
                }

                looksAt(trusted, provider);
                return provider.TrustAt(clock.GetUtcNow());
            },
            Correlation = RequestCorrelation.Deferred,
            NameIdFormat =
                attempt.Pending is { } asked && attempt.Registry.TryGet(asked.Organization, out var organization)
                    ? organization.Options.Connection.NameIdFormat
                    : null,
            DecryptionKeys = keys.Decryption,
            ClockSkew = attempt.Options.ClockSkew,
            AuthenticatedNotBefore = attempt.Pending is { ForceAuthn: true } pending ? pending.IssuedAt : null,
        };

    private async Task<SignInOutcome?> ProveAsync(SignInAttempt attempt, VerifiedAssertion assertion, Organization organization)
    {
        if (!await usedIds.TryAddAsync(assertion.Issuer, assertion.Id, assertion.ReplayableUntil, attempt.Aborted))
        {
            return attempt.Trace.Refuse(SignInChecks.UsedOnce, RefusalCodes.Replayed, "The assertion was used before.", organization);
        }

        attempt.Trace.Note(SignInChecks.UsedOnce, passed: true);
        clocks.Note(assertion.IssueInstant);
        if (await CorrelateAsync(attempt, assertion, organization) is { } uncorrelated)
        {
            return uncorrelated;
        }

        attempt.Trace.Note(
            SignInChecks.Request,
            passed: true,
            assertion.InResponseTo is null ? "Nobody asked: the identity provider sent it on its own." : null
        );
        attempt.Trace.Verified = new()
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
        };
        return null;
    }

    /// <summary>
    /// InResponseTo, RelayState and the browser's cookie belong together, and each request is answered once (SAML Profiles 4.1.4.5).
    /// </summary>
    private async Task<SignInOutcome?> CorrelateAsync(SignInAttempt attempt, VerifiedAssertion assertion, Organization organization)
    {
        SignInOutcome Mismatch(string reason) =>
            attempt.Trace.Refuse(SignInChecks.Request, RefusalCodes.InResponseToMismatch, reason, organization);
        if (assertion.InResponseTo is null)
        {
            return attempt.Pending is null ? null : Mismatch("A request is pending, and the response does not say that it answers it.");
        }

        if (attempt.Pending is not { } pending)
        {
            return Mismatch("This browser has no pending request that RelayState speaks of.");
        }

        if (pending.Id != assertion.InResponseTo)
        {
            return Mismatch("InResponseTo is not the pending request.");
        }

        if (pending.IdentityProvider != assertion.Issuer)
        {
            return attempt.Trace.Refuse(
                SignInChecks.Request,
                SignInRefusalCodes.WrongIdentityProvider,
                "Another identity provider answered than was asked.",
                organization
            );
        }

        return await usedIds.TryAddAsync("request", pending.Id, pending.IssuedAt + attempt.Options.PendingRequestLifetime, attempt.Aborted)
            ? null
            : Mismatch("The request was answered before.");
    }

    /// <summary>The refusal for the log. Of a status message, which anybody may have written, only Entra's error number is kept.</summary>
    private static string Describe(Refusal refusal, SignInTrace trace)
    {
        if (!EntraErrorNumber.TryFind(refusal.StatusMessage, out var error))
        {
            return refusal.Message;
        }

        trace.IdentityProviderError = error;
        return $"{refusal.Message} {EntraErrorNumber.Describe(error)}";
    }
}
