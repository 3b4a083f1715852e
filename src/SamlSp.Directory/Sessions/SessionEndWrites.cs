using System.Text.Json;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Adds to a batch the end of users' sessions, and of the API tokens issued from them.</summary>
internal static class SessionEndWrites
{
    /// <summary>The most users of one statement.</summary>
    private const int MaxUsers = 500;

    /// <summary>Ends all live sessions of users.</summary>
    /// <param name="batch">Where to.</param>
    /// <param name="organization">The organization's name in lower case.</param>
    /// <param name="users">The records' IDs.</param>
    /// <param name="ending">When, why, and by whom.</param>
    /// <param name="isSqlite">Whether the store is SQLite.</param>
    public static void EndSessions(
        this StatementBatch batch,
        string organization,
        IReadOnlyCollection<string> users,
        SessionTermination ending,
        bool isSqlite
    )
    {
        foreach (var chunk in users.Chunk(MaxUsers))
        {
            batch.End(organization, SessionEndSql.EndAll, chunk, ending, isSqlite);
        }
    }

    /// <summary>Ends the live sessions of a user, apart from one, that have other rights than it has.</summary>
    public static void EndOtherSessions(
        this StatementBatch batch,
        string organization,
        SessionRow kept,
        SessionTermination ending,
        bool isSqlite
    ) => batch.End(organization, SessionEndSql.EndOthers, [kept.UserId], ending, isSqlite, kept.Reference, kept.Roles, kept.OrgUnitPath);

    private static void End(
        this StatementBatch batch,
        string organization,
        OrganizationSql sql,
        string[] users,
        SessionTermination ending,
        bool isSqlite,
        params ReadOnlySpan<SqlValue> more
    )
    {
        var (list, at, cause) = (JsonSerializer.Serialize(users), ending.At, ending.Cause.ToString());
        batch.AddEnding(batch.Add(organization, sql, [list, at, cause, .. more]), ending.Cause);
        batch.Add(organization, SessionEndSql.EndTokens, list, at, cause);
        batch.Add(organization, SessionEndSql.AuditEnded, list, at, cause, ending.Actor, AuditActions.SessionEnded);
        if (!isSqlite)
        {
            batch.Add(SessionEndSql.LockChanges);
        }

        batch.Add(organization, SessionEndSql.Announce, list, at, cause);
        if (!isSqlite)
        {
            batch.Add(SessionEndSql.NotifyNodes);
        }
    }
}

/// <summary>When sessions end, why, and whom the audit trail names.</summary>
internal readonly record struct SessionTermination(DateTimeOffset At, SessionEndCause Cause, string Actor);
