using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>The street from a form value to a session, in one direction: verify, use once, correlate, identify, record, bound in time.</summary>
internal sealed partial class SignInPipeline(IUsedAssertionIds usedIds, IUserStore users, ISessionStore sessions, MetadataRefresher refresher, TimeProvider clock)
{
    private const string MultipleFactors = "http://schemas.microsoft.com/claims/multipleauthn";
    private const string AuthnMethods = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    /// <summary>Runs a sign-in. Whatever goes wrong becomes an outcome.</summary>
    public async Task<SignInOutcome> RunAsync(SignInAttempt attempt)
    {
        var verified = Verify(attempt, out var issuer);
        if (verified.Refusal?.Code is RefusalCodes.SignatureInvalid or RefusalCodes.ExpiredCertificate && issuer is var (named, tried) && await refresher.TryRefreshAsync(named, tried, attempt.HttpContext.RequestAborted))
        {
            verified = Verify(attempt, out _);
        }

        if (!verified.Accepted && issuer is var (tooOld, last) && !last.IsUsable(clock.GetUtcNow())) return SignInOutcome.Refused(SignInRefusalCodes.MetadataExpired, "The identity provider's metadata is too old, and cannot be read again.", tooOld);
        if (!verified.Accepted) return SignInOutcome.Refused(verified.Refusal.Code, Describe(verified.Refusal));
        var assertion = verified.Assertion;
        if (!attempt.Registry.TryGetByIssuer(assertion.Issuer, out var organization)) return SignInOutcome.Refused(RefusalCodes.UntrustedIssuer, "The issuer belongs to no organization.");
        try
        {
            return await RunAsync(attempt, assertion, organization, attempt.HttpContext.RequestAborted);
        }
        catch (StoreUnavailableException e)
        {
            return new() { Code = SignInRefusalCodes.StoreUnavailable, Reason = "A store could not be reached.", Organization = organization, Fault = e };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new() { Code = SignInRefusalCodes.InternalError, Reason = "The sign-in failed by a fault of ours or of the application's.", Organization = organization, Fault = e };
        }
    }

    /// <param name="attempt">The attempt.</param>
    /// <param name="issuer">The organization whose keys were tried: by the issuer that the message names, which proves nothing.</param>
    private VerificationResult Verify(SignInAttempt attempt, out (Organization Organization, IdentityProvider Tried)? issuer)
    {
        (Organization, IdentityProvider)? named = null;
        var result = new ResponseVerifier(attempt.Options.Limits, clock).VerifyFormValue(attempt.FormValue, Expectations(attempt, (organization, provider) => named = (organization, provider)));
        issuer = named;
        return result;
    }

    private ResponseExpectations Expectations(SignInAttempt attempt, Action<Organization, IdentityProvider> looksAt) => new()
    {
        EntityId = attempt.Options.EntityId!,
        AssertionConsumerServiceUrl = attempt.Options.AssertionConsumerServiceUrl,
        FindIssuer = issuer =>
        {
            if (!attempt.Registry.TryGetByIssuer(issuer, out var trusted)) return null;
            var provider = trusted.IdentityProvider;
            looksAt(trusted, provider);
            return provider.TrustAt(clock.GetUtcNow());
        },
        Correlation = RequestCorrelation.Deferred,
        NameIdFormat = attempt.Pending is { } asked && attempt.Registry.TryGet(asked.Organization, out var organization) ? organization.Options.Connection.NameIdFormat : null,
        DecryptionKeys = attempt.Keys.Decryption,
        ClockSkew = attempt.Options.ClockSkew,
        AuthenticatedNotBefore = attempt.Pending is { ForceAuthn: true } pending ? pending.IssuedAt : null,
    };

    private async Task<SignInOutcome> RunAsync(SignInAttempt attempt, VerifiedAssertion assertion, Organization organization, CancellationToken cancellationToken)
    {
        if (!await usedIds.TryAddAsync(assertion.Issuer, assertion.Id, assertion.ReplayableUntil, cancellationToken)) return SignInOutcome.Refused(RefusalCodes.Replayed, "The assertion was used before.", organization);
        if (await CorrelateAsync(attempt, assertion, cancellationToken) is { } uncorrelated) return uncorrelated with { Organization = organization };

        var resolved = organization.Resolver.Resolve(new() { Issuer = assertion.Issuer, NameId = assertion.NameId.Value, NameIdFormat = assertion.NameId.Format, Claims = assertion.Attributes }, clock);
        if (!resolved.Succeeded) return SignInOutcome.Refused(resolved.ErrorCode, resolved.ErrorMessage, organization);
        var identity = resolved.Identity;

        var verifiedContext = new AssertionVerifiedContext(attempt.HttpContext, attempt.Options, organization, assertion, identity);
        await attempt.Options.Events.AssertionVerified(verifiedContext);
        if (verifiedContext.RefusalReason is { } reason) return SignInOutcome.Refused(SignInRefusalCodes.RefusedByApplication, reason, organization);

        var user = await users.SignInAsync(organization, identity, cancellationToken);
        if (!user.Succeeded) return SignInOutcome.Refused(user.RefusalCode, "The person's record does not allow it.", organization);
        if (Bound(attempt, organization, assertion, user.User.OrgUnitPath) is { } tooLate) return tooLate;

        var session = NewSession(attempt, organization, assertion, identity, user.User);
        await sessions.AddAsync(session, cancellationToken);
        return new() { Session = session, Organization = organization };
    }

    /// <summary>InResponseTo, RelayState and the browser's cookie belong together, and each request is answered once (SAML Profiles 4.1.4.5).</summary>
    private async Task<SignInOutcome?> CorrelateAsync(SignInAttempt attempt, VerifiedAssertion assertion, CancellationToken cancellationToken)
    {
        if (assertion.InResponseTo is null) return attempt.Pending is null ? null : SignInOutcome.Refused(RefusalCodes.InResponseToMismatch, "A request is pending, and the response does not say that it answers it.");
        if (attempt.Pending is not { } pending) return SignInOutcome.Refused(RefusalCodes.InResponseToMismatch, "This browser has no pending request that RelayState speaks of.");
        if (pending.Id != assertion.InResponseTo) return SignInOutcome.Refused(RefusalCodes.InResponseToMismatch, "InResponseTo is not the pending request.");
        if (pending.IdentityProvider != assertion.Issuer) return SignInOutcome.Refused(SignInRefusalCodes.WrongIdentityProvider, "Another identity provider answered than was asked.");
        return await usedIds.TryAddAsync("request", pending.Id, pending.IssuedAt + attempt.Options.PendingRequestLifetime, cancellationToken) ? null
            : SignInOutcome.Refused(RefusalCodes.InResponseToMismatch, "The request was answered before.");
    }

    /// <summary>Whether the policy of the org unit gives a session at all: fresh enough, by the right method.</summary>
    private SignInOutcome? Bound(SignInAttempt attempt, Organization organization, VerifiedAssertion assertion, string orgUnitPath)
    {
        var policy = organization.Policies.At(orgUnitPath);
        var now = clock.GetUtcNow();
        var end = SessionEnd.Of(policy, assertion, attempt.Options.Session.MaximumLifetime, now);
        if (end.At <= now) return SignInOutcome.Refused(RefusalCodes.AuthnTooOld, $"The authentication is older than the policy of {policy.From} allows ({end.By}).", organization);
        var multipleFactors = assertion.Attributes.TryGetValue(AuthnMethods, out var methods) && methods.Contains(MultipleFactors, StringComparer.Ordinal);
        return policy is { RequiresReauthentication: true, Method: ReauthenticationMethod.MultiFactor } && !multipleFactors
            ? SignInOutcome.Refused(SignInRefusalCodes.AuthnMethodInsufficient, $"The policy of {policy.From} asks for several factors, and authnmethodsreferences does not name them.", organization)
            : null;
    }

    private Session NewSession(SignInAttempt attempt, Organization organization, VerifiedAssertion assertion, SignInIdentity identity, UserRecord user)
    {
        var now = clock.GetUtcNow();
        var policy = organization.Policies.At(user.OrgUnitPath);
        var end = SessionEnd.Of(policy, assertion, attempt.Options.Session.MaximumLifetime, now);
        return new()
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)),
            Organization = organization.Name,
            UserId = user.Id,
            Key = identity.Key,
            UserType = identity.UserType,
            NameId = identity.NameId,
            DisplayName = identity.DisplayName,
            OrgUnitPath = user.OrgUnitPath,
            Roles = [.. organization.RolesOf(identity.Groups).Union(user.Roles, StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)],
            RightsVersion = user.RightsVersion,
            Issuer = assertion.Issuer,
            AssertedNameId = assertion.NameId,
            SessionIndex = assertion.SessionIndex,
            AuthenticatedAt = assertion.AuthnInstant,
            CreatedAt = now,
            ExpiresAt = end.At,
            ExpiresBy = end.By,
            ReauthenticationFrequency = policy.RequiresReauthentication ? policy.Frequency : null,
            Claims = identity.Claims.Count == 0 ? assertion.Attributes : assertion.Attributes.Concat(identity.Claims).GroupBy(c => c.Key, StringComparer.Ordinal).ToDictionary(c => c.Key, c => c.Last().Value, StringComparer.Ordinal),
        };
    }

    /// <summary>The refusal for the log. Of a status message, which anybody may have written, only Entra's error number is kept.</summary>
    private static string Describe(Refusal refusal) =>
        refusal.StatusMessage is { } message && EntraError().Match(message) is { Success: true } error ? $"{refusal.Message} Entra says {error.Value}: https://login.microsoftonline.com/error?code={error.ValueSpan[6..]}" : refusal.Message;

    [GeneratedRegex("AADSTS[0-9]{4,9}", RegexOptions.CultureInvariant, 100)]
    private static partial Regex EntraError();
}
