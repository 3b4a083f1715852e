using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Answers a request that was refused for its authentication alone: a browser is sent to sign in for it, an API caller is told what is
/// missing. Everything else goes the way that the application has chosen.
/// </summary>
internal sealed class StepUpResultHandler(
    IAuthorizationMiddlewareResultHandler inner,
    SamlSpSchemes schemes,
    ISessionStore sessions,
    TimeProvider clock
) : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc />
    public async Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        var all = SamlAuthenticationRequirement.Of(policy.Requirements.OfType<SamlAuthenticationRequirement>());
        if (all is null || !await TryAnswerAsync(context, policy, authorizeResult, all))
        {
            await inner.HandleAsync(next, context, policy, authorizeResult);
        }
    }

    private async Task<bool> TryAnswerAsync(
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult result,
        SamlAuthenticationRequirement requirement
    )
    {
        // (1) Nobody is signed in. The sign-in asks for all of it at once.
        if (result.Challenged)
        {
            var properties = new SamlSpChallengeProperties { Requirement = requirement };
            foreach (var scheme in policy.AuthenticationSchemes.DefaultIfEmpty(null!))
            {
                await context.ChallengeAsync(scheme, properties);
            }

            return true;
        }

        // (2) Where something else is missing as well, another sign-in would not help.
        if (
            !result.Forbidden
            || result.AuthorizationFailure is not { FailCalled: false } failure
            || !failure.FailedRequirements.All(failed => failed is SamlAuthenticationRequirement)
            || await PrincipalSession.FindAsync(context.User, sessions, clock, context.RequestAborted) is not { Session: { } session } found
        )
        {
            return false;
        }

        // (3) A program with a token starts over with its user (RFC 9470 4).
        if (found.Token is not null)
        {
            await ApiChallenge.WriteAsync(context, requirement);
            return true;
        }

        // (4) A browser goes to the organization that it is signed in at. It has to authenticate anew, unless the request itself asks for
        // the context that is missing.
        if (
            schemes.All.FirstOrDefault(scheme => scheme.Organizations.TryGet(session.Organization, out _)) is not { } own
            || !own.Organizations.TryGet(session.Organization, out var organization)
            || requirement.FindGap(session, clock.GetUtcNow()) is not { } gap
        )
        {
            return false;
        }

        var asks = organization.OpenIdProvider is not null && requirement.RequestedContexts(organization.Options.Connection).Count > 0;
        await context.ChallengeAsync(
            own.Name,
            new SamlSpChallengeProperties
            {
                Organization = organization.Name,
                ForceAuthn = gap.IsAge || !asks,
                Requirement = requirement,
            }
        );
        return true;
    }
}
