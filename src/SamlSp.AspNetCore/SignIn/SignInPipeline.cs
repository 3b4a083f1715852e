using System.Security.Cryptography;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The steps that all protocols share: from what the identity provider has proven to a session.</summary>
internal sealed class SignInPipeline(
    ISignInStore store,
    ISessionPolicies policies,
    OrganizationRateLimits limits,
    GraphGroups groups,
    TimeProvider clock
)
{
    /// <summary>A user who is changed at the same moment again and again is no reason to go on for ever.</summary>
    private const int MaxRounds = 5;

    /// <summary>Runs the steps. Whatever comes of them, the IDs of the message are used up.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="organization">The organization whose identity provider answered.</param>
    /// <param name="verified">What was proven.</param>
    /// <exception cref="StoreUnavailableException">The store does not answer.</exception>
    public async Task<SignInOutcome> RunAsync(SignInAttempt attempt, Organization organization, VerifiedSignIn verified)
    {
        // (1) One organization must not take the whole server.
        if (!limits.TryTake(organization.Name))
        {
            return await RefuseAsync(
                attempt,
                organization,
                verified.OneTimeIds,
                attempt.Trace.Refuse(
                    SignInChecks.UsedOnce,
                    SignInRefusalCodes.RateLimited,
                    "The organization's users sign in more often than SamlSp:RateLimits:SignInPerOrganizationPerMinute allows.",
                    organization
                )
            );
        }

        verified = attempt.Trace.Verified = verified.Judged(organization.Options.Connection);

        // (2) The claim rules and the application say who it is. Nothing is recorded yet.
        var identified = await IdentifyAsync(attempt, organization, verified);
        if (identified.IsRefused)
        {
            return await RefuseAsync(attempt, organization, verified.OneTimeIds, identified.Refusal);
        }

        // (3) User and session. Where the user is changed between reading and writing, both are done again.
        for (var round = 1; round <= MaxRounds; round++)
        {
            if (await KeepAsync(attempt, organization, verified, identified.Value) is { } outcome)
            {
                return outcome;
            }
        }

        throw new StoreUnavailableException("The user was changed by others again and again.");
    }

    /// <summary>Records the IDs of a refused message as used. Where they were used before, that is what it is refused for.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="organization">The organization.</param>
    /// <param name="ids">The IDs of the message.</param>
    /// <param name="outcome">The refusal, or the outcome of a trial.</param>
    /// <param name="candidate">What the store said of the user; null when it was not asked.</param>
    public async Task<SignInOutcome> RefuseAsync(
        SignInAttempt attempt,
        Organization organization,
        IReadOnlyList<OneTimeId> ids,
        SignInOutcome outcome,
        SignInCandidate? candidate = null
    ) => await store.RefuseAsync(ids, candidate, attempt.Aborted) is { } used ? attempt.Trace.RefuseUsed(used, organization) : outcome;

    private async Task<SignInStep<SignInIdentity>> IdentifyAsync(SignInAttempt attempt, Organization organization, VerifiedSignIn verified)
    {
        var (trace, asserted) = (attempt.Trace, verified.Asserted);
        if (await groups.ReadAsync(organization, asserted, attempt.Aborted) is { } reading)
        {
            if (reading.IsRefused)
            {
                return new(trace.Refuse(SignInChecks.Groups, SignInRefusalCodes.GroupsUnavailable, reading.Detail, organization));
            }

            trace.Note(SignInChecks.Groups, reading.IsRead, reading.Detail);
            asserted = asserted with { Groups = reading.Groups };
        }

        var resolved = organization.Resolver.Resolve(asserted, clock);
        trace.Steps = resolved.Trace;
        if (!resolved.Succeeded)
        {
            return new(trace.Refuse(SignInChecks.Identity, resolved.ErrorCode, resolved.ErrorMessage, organization));
        }

        var identity = trace.Identity = resolved.Identity with { IsMailProven = !verified.HasUserInfo };
        trace.Note(SignInChecks.Identity, passed: true);
        if (attempt.IsTrial)
        {
            // A trial ends with the policy: no hook, no user and no session.
            var tried = await BoundAsync(attempt, organization, verified, identity.OrgUnitPath);
            return new(tried.Refusal ?? new() { Organization = organization });
        }

        var context = new AssertionVerifiedContext(attempt.Sp.Http, attempt.Options, organization, verified, identity);
        try
        {
            await attempt.Options.EventsOf(attempt.Sp.Http).AssertionVerified(context);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new(SignInOutcome.Failed(e, organization));
        }

        if (context.RefusalReason is { } reason)
        {
            return new(trace.Refuse(SignInChecks.Application, SignInRefusalCodes.RefusedByApplication, reason, organization));
        }

        trace.Note(SignInChecks.Application, passed: true);
        return new(identity);
    }

    /// <summary>Finds the user, and keeps the sign-in with a session that the policy bounds; null when it has to be done again.</summary>
    private async Task<SignInOutcome?> KeepAsync(
        SignInAttempt attempt,
        Organization organization,
        VerifiedSignIn verified,
        SignInIdentity identity
    )
    {
        // (1) Who it is in the store.
        var (trace, ids) = (attempt.Trace, verified.OneTimeIds);
        SignInCandidate candidate;
        using (SamlSpTelemetry.Source.StartActivity("samlsp.record"))
        {
            candidate = await store.FindAsync(organization, identity, ids, attempt.Aborted);
        }

        trace.UserId = candidate.User is { Created: false } found ? found.Id : candidate.RefusedUserId;
        if (candidate.User is not { } user)
        {
            return await RefuseAsync(
                attempt,
                organization,
                ids,
                candidate.Used is null
                    ? trace.Refuse(SignInChecks.Record, candidate.RefusalCode!, "The user record does not allow it.", organization)
                    : trace.RefuseUsed(candidate.Used, organization),
                candidate
            );
        }

        trace.Note(SignInChecks.Record, passed: true, user.Created ? "This sign-in created the user." : null);

        // (2) The policy of the org unit says how long the session lasts, if there is one at all.
        var bounds = await BoundAsync(attempt, organization, verified, user.OrgUnitPath, candidate.Policies);
        if (bounds.IsRefused)
        {
            return await RefuseAsync(attempt, organization, ids, bounds.Refusal, candidate);
        }

        // (3) The application may add claims.
        var creating = new CreatingSessionContext(attempt.Sp.Http, attempt.Options, organization, verified, identity, user);
        try
        {
            await attempt.Options.EventsOf(attempt.Sp.Http).CreatingSession(creating);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return await RefuseAsync(attempt, organization, ids, SignInOutcome.Failed(e, organization), candidate);
        }

        // (4) All of it at once.
        var session = CreateSession(creating, bounds.Value);
        SignInKept kept;
        using (SamlSpTelemetry.Source.StartActivity("samlsp.session"))
        {
            kept = await store.KeepAsync(candidate, session, attempt.Aborted);
        }

        if (kept.Used is { } used)
        {
            return await RefuseAsync(attempt, organization, [.. ids.Where(id => id != used)], trace.RefuseUsed(used, organization));
        }

        if (!kept.IsKept)
        {
            return null;
        }

        if (ids.Count > 0)
        {
            trace.Note(SignInChecks.UsedOnce, passed: true);
        }

        trace.Note(SignInChecks.Session, passed: true);
        SamlSpTelemetry.SessionsStarted.Add(
            1,
            new KeyValuePair<string, object?>("samlsp.user_type", SessionPrincipal.UserTypeName(session.UserType))
        );
        return new() { Session = session, Organization = organization };
    }

    /// <summary>The bounds of the session, unless the policy of the org unit gives none: fresh enough, by the right method.</summary>
    private async Task<SignInStep<SessionBounds>> BoundAsync(
        SignInAttempt attempt,
        Organization organization,
        VerifiedSignIn verified,
        string orgUnitPath,
        SessionPolicyTree? known = null
    )
    {
        var trace = attempt.Trace;
        var policy = known?.At(orgUnitPath) ?? await policies.AtAsync(organization, orgUnitPath, attempt.Aborted);
        var now = clock.GetUtcNow();
        var end = SessionEnd.Create(
            policy,
            verified.AuthnInstant,
            verified.SessionNotOnOrAfter,
            attempt.Options.Session.MaximumLifetime,
            now
        );
        (trace.Policy, trace.End) = (policy, end);
        var requirement = attempt.Pending?.Requirement;
        var (code, reason) =
            end.At <= now
                ? (Protocol.RefusalCodes.AuthnTooOld, $"The authentication is older than the policy of {policy.From} allows ({end.By}).")
            : policy.RequiresReauthentication && !verified.IsAuthnInstantProven
                ? (
                    SignInRefusalCodes.AuthnTimeMissing,
                    $"The policy of {policy.From} counts from the authentication, and the ID token has no auth_time: add it as an"
                        + " optional claim."
                )
            : policy.RequiresMultiFactor && !verified.MultipleFactors
                ? (
                    SignInRefusalCodes.AuthnMethodInsufficient,
                    $"The policy of {policy.From} asks for several factors, and the identity provider does not say that they were used"
                        + " (authnmethodsreferences, amr)."
                )
            : policy.RequiresPhishingResistant && !verified.PhishingResistant
                ? (
                    SignInRefusalCodes.AuthnMethodInsufficient,
                    $"The policy of {policy.From} asks for a phishing-resistant method, and the identity provider does not say that one was"
                        + $" used. {AuthenticationProof.Describe(verified)}"
                )
            : requirement?.FindGap(verified, now) is { } gap ? (gap.Code, $"{gap.Reason} {AuthenticationProof.Describe(verified)}")
            : (null, "");
        if (code is not null)
        {
            return new(
                trace.Refuse(SignInChecks.Policy, code, reason, organization) with
                {
                    NeedsNewAuthentication = true,
                    Requirement = requirement ?? SamlAuthenticationRequirement.Of(policy),
                }
            );
        }

        trace.Note(SignInChecks.Policy, passed: true);
        return new(new SessionBounds(policy, end));
    }

    private Session CreateSession(CreatingSessionContext context, SessionBounds bounds)
    {
        var (organization, verified, identity, user) = (context.Organization, context.Verified, context.Identity, context.User);
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
            Roles = organization.RolesOf(identity.Groups, user.Roles),
            RightsVersion = user.RightsVersion,
            Issuer = verified.Issuer,
            AssertedNameId = verified.NameId,
            SessionIndex = verified.SessionIndex,
            AuthenticatedAt = verified.AuthnInstant,
            CreatedAt = clock.GetUtcNow(),
            ExpiresAt = bounds.End.At,
            ExpiresBy = bounds.End.By,
            ReauthenticationFrequency = bounds.Policy.RequiresReauthentication ? bounds.Policy.Frequency : null,
            PolicyFrom = bounds.Policy.RequiresReauthentication ? bounds.Policy.From : null,
            MultipleFactors = verified.MultipleFactors,
            Claims = Merge(
                context.AddTo(Merge(verified.Claims, identity.Claims.Where(claim => !SessionClaims.IsReserved(claim.Key)))),
                verified.KeptFacts
            ),
        };
    }

    /// <summary>Claims with others, which replace those of the same name.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Merge(
        IReadOnlyDictionary<string, IReadOnlyList<string>> claims,
        IEnumerable<KeyValuePair<string, IReadOnlyList<string>>> others
    )
    {
        var all = new Dictionary<string, IReadOnlyList<string>>(claims, StringComparer.Ordinal);
        foreach (var (name, values) in others)
        {
            all[name] = values;
        }

        return all;
    }

    /// <summary>What bounds a session: the policy of its org unit, and its end.</summary>
    private sealed record SessionBounds(SessionPolicy Policy, SessionEnd End);
}
