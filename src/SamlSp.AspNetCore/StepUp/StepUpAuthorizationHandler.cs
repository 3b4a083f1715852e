using Microsoft.AspNetCore.Authorization;

namespace SamlSp.AspNetCore;

/// <summary>Compares a requirement with what the identity provider has proven of the session's authentication.</summary>
internal sealed class StepUpAuthorizationHandler(ISessionStore sessions, TimeProvider clock)
    : AuthorizationHandler<SamlAuthenticationRequirement>
{
    /// <inheritdoc />
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, SamlAuthenticationRequirement requirement)
    {
        // A session that cannot be looked up, or a user without one, has proven nothing.
        if (
            await PrincipalSession.FindAsync(context.User, sessions, clock, CancellationToken.None) is { Session: { } session }
            && requirement.FindGap(session, clock.GetUtcNow()) is null
        )
        {
            context.Succeed(requirement);
        }
    }
}
