using System.Security.Cryptography;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// The part of the street that all protocols share: from what was proven to a session. Identify, ask the application, record, bound in
/// time, keep the session.
/// </summary>
internal sealed class SignInPipeline(
    IUserStore users,
    ISessionStore sessions,
    ISessionPolicies policies,
    OrganizationRateLimits limits,
    TimeProvider clock
)
{
    /// <summary>Runs a sign-in. Whatever goes wrong becomes an outcome.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="organization">The organization whose identity provider answered.</param>
    /// <param name="prove">What is left of the protocol's own checks; sets <see cref="SignInTrace.Verified"/>, or gives the
    /// refusal.</param>
    public async Task<SignInOutcome> RunAsync(SignInAttempt attempt, Organization organization, Func<Task<SignInOutcome?>> prove)
    {
        try
        {
            if (!organization.Options.Connection.Enabled && !attempt.IsTest)
            {
                return attempt.Trace.Refuse(
                    SignInChecks.Request,
                    SignInRefusalCodes.ConnectionDisabled,
                    "The organization's connection is switched off.",
                    organization
                );
            }

            return await prove() ?? await RunAsync(attempt, organization, attempt.Trace.Verified!);
        }
        catch (StoreUnavailableException e)
        {
            return new()
            {
                Code = SignInRefusalCodes.StoreUnavailable,
                Reason = "A store could not be reached.",
                Organization = organization,
                Fault = e,
            };
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new()
            {
                Code = SignInRefusalCodes.InternalError,
                Reason = "The sign-in failed by a fault of ours or of the application's.",
                Organization = organization,
                Fault = e,
            };
        }
    }

    private async Task<SignInOutcome> RunAsync(SignInAttempt attempt, Organization organization, VerifiedSignIn verified)
    {
        var trace = attempt.Trace;
        if (!limits.TryTake(organization.Name))
        {
            return trace.Refuse(
                SignInChecks.UsedOnce,
                SignInRefusalCodes.RateLimited,
                "The organization's people sign in more often than SamlSp:RateLimits:SignInPerOrganizationPerMinute allows.",
                organization
            );
        }

        var resolved = organization.Resolver.Resolve(verified.Asserted, clock);
        if (!resolved.Succeeded)
        {
            return trace.Refuse(SignInChecks.Identity, resolved.ErrorCode, resolved.ErrorMessage, organization);
        }

        var identity = trace.Identity = resolved.Identity;
        trace.Note(SignInChecks.Identity, passed: true);
        if (attempt.IsTest)
        {
            return await BoundAsync(attempt, organization, verified, identity.OrgUnitPath) ?? new() { Organization = organization };
        }

        var context = new AssertionVerifiedContext(attempt.HttpContext, attempt.Options, organization, verified, identity);
        await attempt.Options.EventsOf(attempt.HttpContext).AssertionVerified(context);
        if (context.RefusalReason is { } reason)
        {
            return trace.Refuse(SignInChecks.Application, SignInRefusalCodes.RefusedByApplication, reason, organization);
        }

        trace.Note(SignInChecks.Application, passed: true);

        var user = await RecordAsync(attempt, organization, identity);
        if (!user.Succeeded)
        {
            return trace.Refuse(SignInChecks.Record, user.RefusalCode, "The person's record does not allow it.", organization);
        }

        trace.Note(SignInChecks.Record, passed: true, user.User.Created ? "This sign-in made the person's record." : null);
        if (await BoundAsync(attempt, organization, verified, user.User.OrgUnitPath) is { } tooLate)
        {
            return tooLate;
        }

        var session = NewSession(organization, verified, identity, user.User, trace);
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

    private async Task<UserSignInResult> RecordAsync(SignInAttempt attempt, Organization organization, SignInIdentity identity)
    {
        using var span = SamlSpTelemetry.Source.StartActivity("samlsp.record");
        return await users.SignInAsync(organization, identity, attempt.Aborted);
    }

    /// <summary>Whether the policy of the org unit gives a session at all: fresh enough, by the right method.</summary>
    private async Task<SignInOutcome?> BoundAsync(
        SignInAttempt attempt,
        Organization organization,
        VerifiedSignIn verified,
        string orgUnitPath
    )
    {
        var trace = attempt.Trace;
        var policy = trace.Policy = await policies.AtAsync(organization, orgUnitPath, attempt.Aborted);
        var now = clock.GetUtcNow();
        var end = SessionEnd.Of(policy, verified.AuthnInstant, verified.SessionNotOnOrAfter, attempt.Options.Session.MaximumLifetime, now);
        trace.End = end;
        if (end.At <= now)
        {
            return trace.Refuse(
                SignInChecks.Policy,
                Protocol.RefusalCodes.AuthnTooOld,
                $"The authentication is older than the policy of {policy.From} allows ({end.By}).",
                organization
            );
        }

        if (policy.RequiresReauthentication && !verified.IsAuthnInstantProven)
        {
            return trace.Refuse(
                SignInChecks.Policy,
                SignInRefusalCodes.AuthnTimeMissing,
                $"The policy of {policy.From} counts from the authentication, and the ID token has no auth_time: add it as an optional claim.",
                organization
            );
        }

        if (policy.RequiresMultiFactor && !verified.MultipleFactors)
        {
            return trace.Refuse(
                SignInChecks.Policy,
                SignInRefusalCodes.AuthnMethodInsufficient,
                $"The policy of {policy.From} asks for several factors, and the identity provider does not say that they were used (authnmethodsreferences, amr).",
                organization
            );
        }

        trace.Note(SignInChecks.Policy, passed: true);
        return null;
    }

    private Session NewSession(
        Organization organization,
        VerifiedSignIn verified,
        SignInIdentity identity,
        UserRecord user,
        SignInTrace trace
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
            ExpiresAt = trace.End!.Value.At,
            ExpiresBy = trace.End.Value.By,
            ReauthenticationFrequency = trace.Policy!.RequiresReauthentication ? trace.Policy.Frequency : null,
            PolicyFrom = trace.Policy.RequiresReauthentication ? trace.Policy.From : null,
            MultipleFactors = verified.MultipleFactors,
            Claims =
                identity.Claims.Count == 0
                    ? verified.Claims
                    : verified
                        .Claims.Concat(identity.Claims)
                        .GroupBy(c => c.Key, StringComparer.Ordinal)
                        .ToDictionary(c => c.Key, c => c.Last().Value, StringComparer.Ordinal),
        };
}
