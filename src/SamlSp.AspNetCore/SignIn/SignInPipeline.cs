using System.Security.Cryptography;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The steps that all protocols share: from what the identity provider has proven to a session.</summary>
internal sealed class SignInPipeline(
    IUserStore users,
    ISessionStore sessions,
    ISessionPolicies policies,
    OrganizationRateLimits limits,
    TimeProvider clock
)
{
    /// <summary>Runs the steps. Exceptions are for the caller.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="organization">The organization whose identity provider answered.</param>
    /// <param name="verified">What was proven.</param>
    public async Task<SignInOutcome> RunAsync(SignInAttempt attempt, Organization organization, VerifiedSignIn verified)
    {
        // (1) One organization must not take the whole server.
        var trace = attempt.Trace;
        if (!limits.TryTake(organization.Name))
        {
            return trace.Refuse(
                SignInChecks.UsedOnce,
                SignInRefusalCodes.RateLimited,
                "The organization's users sign in more often than SamlSp:RateLimits:SignInPerOrganizationPerMinute allows.",
                organization
            );
        }

        // (2) The claim rules say who it is.
        var resolved = organization.Resolver.Resolve(verified.Asserted, clock);
        if (!resolved.Succeeded)
        {
            return trace.Refuse(SignInChecks.Identity, resolved.ErrorCode, resolved.ErrorMessage, organization);
        }

        var identity = trace.Identity = resolved.Identity;
        trace.Note(SignInChecks.Identity, passed: true);
        if (attempt.IsTrial)
        {
            // A trial ends with the policy: no hook, no user and no session.
            var tried = await BoundAsync(attempt, organization, verified, identity.OrgUnitPath);
            return tried.Refusal ?? new() { Organization = organization };
        }

        // (3) The application may refuse.
        var context = new AssertionVerifiedContext(attempt.Sp.Http, attempt.Options, organization, verified, identity);
        await attempt.Options.EventsOf(attempt.Sp.Http).AssertionVerified(context);
        if (context.RefusalReason is { } reason)
        {
            return trace.Refuse(SignInChecks.Application, SignInRefusalCodes.RefusedByApplication, reason, organization);
        }

        trace.Note(SignInChecks.Application, passed: true);

        // (4) The user is found or created, and may sign in.
        UserSignInResult user;
        using (SamlSpTelemetry.Source.StartActivity("samlsp.record"))
        {
            user = await users.SignInAsync(organization, identity, attempt.Aborted);
        }

        if (!user.Succeeded)
        {
            return trace.Refuse(SignInChecks.Record, user.RefusalCode, "The user record does not allow it.", organization);
        }

        trace.Note(SignInChecks.Record, passed: true, user.User.Created ? "This sign-in created the user." : null);

        // (5) The policy of the org unit says how long the session lasts, if there is one at all.
        var bounds = await BoundAsync(attempt, organization, verified, user.User.OrgUnitPath);
        if (bounds.IsRefused)
        {
            return bounds.Refusal;
        }

        // (6) The session.
        var session = CreateSession(organization, verified, identity, user.User, bounds.Value);
        using (SamlSpTelemetry.Source.StartActivity("samlsp.session"))
        {
            await sessions.AddAsync(session, attempt.Aborted);
        }

        SamlSpTelemetry.SessionsStarted.Add(
            1,
            new KeyValuePair<string, object?>("samlsp.user_type", SessionPrincipal.UserTypeName(session.UserType))
        );
        trace.Note(SignInChecks.Session, passed: true);
        return new() { Session = session, Organization = organization };
    }

    /// <summary>The bounds of the session, unless the policy of the org unit gives none: fresh enough, by the right method.</summary>
    private async Task<SignInStep<SessionBounds>> BoundAsync(
        SignInAttempt attempt,
        Organization organization,
        VerifiedSignIn verified,
        string orgUnitPath
    )
    {
        var trace = attempt.Trace;
        var policy = await policies.AtAsync(organization, orgUnitPath, attempt.Aborted);
        var now = clock.GetUtcNow();
        var end = SessionEnd.Create(
            policy,
            verified.AuthnInstant,
            verified.SessionNotOnOrAfter,
            attempt.Options.Session.MaximumLifetime,
            now
        );
        (trace.Policy, trace.End) = (policy, end);
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
            : (null, "");
        if (code is not null)
        {
            return new(trace.Refuse(SignInChecks.Policy, code, reason, organization) with { NeedsNewAuthentication = true });
        }

        trace.Note(SignInChecks.Policy, passed: true);
        return new(new SessionBounds(policy, end));
    }

    private Session CreateSession(
        Organization organization,
        VerifiedSignIn verified,
        SignInIdentity identity,
        UserRecord user,
        SessionBounds bounds
    ) =>
        new()
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
            Claims =
                identity.Claims.Count == 0
                    ? verified.Claims
                    : verified
                        .Claims.Concat(identity.Claims)
                        .GroupBy(c => c.Key, StringComparer.Ordinal)
                        .ToDictionary(c => c.Key, c => c.Last().Value, StringComparer.Ordinal),
        };

    /// <summary>What bounds a session: the policy of its org unit, and its end.</summary>
    private sealed record SessionBounds(SessionPolicy Policy, SessionEnd End);
}
