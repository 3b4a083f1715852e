using System.Runtime.InteropServices;

namespace SamlSp.AspNetCore;

/// <summary>When a session ends, and by whose word.</summary>
/// <param name="At">The instant, UTC.</param>
/// <param name="By">What set it.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SessionEnd(DateTimeOffset At, SessionEndCause By)
{
    /// <summary>
    /// The minimum of policy, SessionNotOnOrAfter and the operator's maximum, all absolute. Policy and maximum count from the
    /// authentication at the identity provider; a future AuthnInstant (within the clock skew) counts as now. Where no policy asks for
    /// re-authentication, somebody whose sign-in at the identity provider is already older than the maximum gets the maximum from now:
    /// silent single sign-on is good enough for members.
    /// </summary>
    public static SessionEnd Of(
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
