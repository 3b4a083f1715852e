using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>Display texts of sessions.</summary>
internal static class SessionDisplayText
{
    /// <summary>When a session was last used: <c>used 3 hours ago</c>. It is known to five minutes, for browsers.</summary>
    public static string LastUse(Session session, IReadOnlyDictionary<string, DateTimeOffset> uses, DateTimeOffset now)
    {
        if (!uses.TryGetValue(SessionReference.FromId(session.Id), out var at))
        {
            return now - session.CreatedAt < 2 * SessionUses.Precision ? "used in the last minutes" : "not used since";
        }

        return now - at < 2 * SessionUses.Precision ? "used in the last minutes" : "used " + DisplayText.Relative(at, now);
    }
}
