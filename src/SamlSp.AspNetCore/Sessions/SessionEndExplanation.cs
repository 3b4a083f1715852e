using System.Globalization;

namespace SamlSp.AspNetCore;

/// <summary>Why a session ends when it ends.</summary>
/// <param name="At">When it ends or has ended, UTC.</param>
/// <param name="By">What set that.</param>
/// <param name="IsOver">Whether that has happened.</param>
/// <param name="PolicyFrom">The path of the org unit whose policy set it; null when it was something else.</param>
/// <param name="Text">A sentence for people, in English; instants are UTC.</param>
internal sealed record SessionEndExplanation(DateTimeOffset At, SessionEndCause By, bool IsOver, string? PolicyFrom, string Text)
{
    /// <summary>Explains a session's end as things stand at an instant.</summary>
    public static SessionEndExplanation Of(Session session, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (at, by) =
            session.EndedAt is { } ended && session.EndedBy is { } cause ? (ended, cause) : (session.ExpiresAt, session.ExpiresBy);
        var over = session.EndedAt is not null || session.ExpiresAt <= now;
        var from = by == SessionEndCause.Policy ? session.PolicyFrom : null;
        return new(at, by, over, from, $"{(over ? "Ended" : "Ends")} on {Word(at)}: {Reason(session, by)}.");
    }

    private static string Reason(Session session, SessionEndCause by) =>
        by switch
        {
            SessionEndCause.Policy when session.ReauthenticationFrequency is { } frequency =>
                $"the policy of {session.PolicyFrom ?? session.OrgUnitPath} asks for a new authentication every {Hours(frequency)}, and the last one was on {Word(session.AuthenticatedAt)}",
            SessionEndCause.Policy => $"the policy of {session.PolicyFrom ?? session.OrgUnitPath} asks for a new authentication",
            SessionEndCause.IdentityProvider => "the identity provider set this end (SessionNotOnOrAfter)",
            SessionEndCause.OperatorMaximum => "no session lasts longer here (SamlSp:Session:MaximumLifetime)",
            SessionEndCause.SignedOut => "the person signed out",
            SessionEndCause.LogoutByIdentityProvider => "the identity provider asked for logout",
            SessionEndCause.Replaced => "the person signed in again in the same browser",
            SessionEndCause.Revoked => "an administrator, or the person in another session, ended it",
            SessionEndCause.UserGone => "the person was suspended or deleted",
            _ => "roles or org unit of the person changed",
        };

    private static string Hours(TimeSpan time) =>
        time.TotalHours == 1 ? "hour" : time.TotalHours.ToString("0.##", CultureInfo.InvariantCulture) + " hours";

    private static string Word(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd 'at' HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
