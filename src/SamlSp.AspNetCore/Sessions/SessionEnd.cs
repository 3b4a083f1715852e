using System.Runtime.InteropServices;

namespace SamlSp.AspNetCore;

/// <summary>The end of a session, and what set it.</summary>
/// <param name="At">The instant, UTC.</param>
/// <param name="By">What set it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SessionEnd(DateTimeOffset At, SessionEndCause By)
{
    /// <summary>
    /// The minimum of policy, SessionNotOnOrAfter and the operator's maximum, all absolute. Policy and maximum count from the
    /// authentication at the identity provider; a future AuthnInstant (within the clock skew) counts as now. If no policy requires
    /// re-authentication, and the authentication at the identity provider is already older than the maximum, the maximum counts from now:
    /// members may use silent single sign-on.
    /// </summary>
    public static SessionEnd Create(
        SessionPolicy policy,
        DateTimeOffset authnInstant,
        DateTimeOffset? sessionNotOnOrAfter,
        TimeSpan maximum,
        DateTimeOffset now
    )
    {
        var authenticated = authnInstant < now ? authnInstant : now;
        var end = new SessionEnd(authenticated + maximum, SessionEndCause.OperatorMaximum);
        if (end.At <= now && !policy.RequiresReauthentication)
        {
            end = end with { At = now + maximum };
        }

        if (policy.RequiresReauthentication && authenticated + policy.Frequency <= end.At)
        {
            end = new(authenticated + policy.Frequency, SessionEndCause.Policy);
        }

        if (sessionNotOnOrAfter < end.At)
        {
            end = new(sessionNotOnOrAfter.Value, SessionEndCause.IdentityProvider);
        }

        return end;
    }
}
