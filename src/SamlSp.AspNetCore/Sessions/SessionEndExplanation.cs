using System.Globalization;

namespace SamlSp.AspNetCore;

/// <summary>Why a session ends when it ends.</summary>
/// <param name="At">When it ends or has ended, UTC.</param>
/// <param name="By">What set it.</param>
/// <param name="IsOver">Whether that has happened.</param>
/// <param name="PolicyFrom">The path of the org unit whose policy set it; null when it was something else.</param>
/// <param name="Text">A sentence for users, in English; instants are UTC.</param>
internal sealed record SessionEndExplanation(DateTimeOffset At, SessionEndCause By, bool IsOver, string? PolicyFrom, string Text)
{
    /// <summary>Explains the end of a session at an instant.</summary>
    public static SessionEndExplanation Create(Session session, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (at, by) =
            session.EndedAt is { } ended && session.EndedBy is { } cause ? (ended, cause) : (session.ExpiresAt, session.ExpiresBy);
        var over = session.EndedAt is not null || session.ExpiresAt <= now;
        var from = by == SessionEndCause.Policy ? session.PolicyFrom : null;
        return new(at, by, over, from, $"{(over ? "Ended" : "Ends")} on {Format(at)}: {Reason(session, by)}.");
    }

    private static string Reason(Session session, SessionEndCause by) =>
        by switch
        {
            SessionEndCause.Policy when session.ReauthenticationFrequency is { } frequency =>
                $"the policy of {session.PolicyFrom ?? session.OrgUnitPath} requires a new authentication every "
                    + $"{Hours(frequency)}, and the last one was on {Format(session.AuthenticatedAt)}",
            SessionEndCause.Policy => $"the policy of {session.PolicyFrom ?? session.OrgUnitPath} requires a new authentication",
            SessionEndCause.IdentityProvider => "the identity provider set this end (SessionNotOnOrAfter)",
            SessionEndCause.OperatorMaximum => "this is the maximum length of a session (SamlSp:Session:MaximumLifetime)",
            SessionEndCause.SignedOut => "the user signed out here",
            SessionEndCause.LogoutByIdentityProvider => "the identity provider asked for logout",
            SessionEndCause.Replaced => "the user signed in again in the same browser",
            SessionEndCause.Revoked => "an administrator, or the user in another session, ended it",
            SessionEndCause.UserGone => "the user was suspended or deleted",
            SessionEndCause.AccountDisabled => "the identity provider disabled or deleted the account",
            SessionEndCause.RevokedByIdentityProvider => "the identity provider revoked the user's sessions",
            _ => "roles or org unit of the user changed",
        };

    private static string Hours(TimeSpan time) =>
        time.TotalHours == 1 ? "hour" : time.TotalHours.ToString("0.##", CultureInfo.InvariantCulture) + " hours";

    private static string Format(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
