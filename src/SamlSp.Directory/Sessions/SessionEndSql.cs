namespace SamlSp.Directory;

/// <summary>
/// The statements that end sessions, as both databases understand them. <c>$2</c> is a JSON array of users' IDs, <c>$3</c> the instant,
/// <c>$4</c> the cause.
/// </summary>
internal static class SessionEndSql
{
    private const string Users = "user_id IN (SELECT item.value FROM EACH($2))";

    private const string EndLive =
        "UPDATE sessions SET ended_at = $3, ended_by = $4 WHERE organization = $1 AND "
        + Users
        + " AND ended_at IS NULL AND expires_at > $3";

    private const string Ended = " FROM sessions WHERE organization = $1 AND " + Users + " AND ended_at = $3 AND ended_by = $4";

    /// <summary>Ends all sessions of users.</summary>
    public static readonly OrganizationSql EndAll = new(EndLive + " RETURNING reference");

    /// <summary>Ends the sessions of users, apart from one, that have other rights than it has.</summary>
    public static readonly OrganizationSql EndOthers = new(
        EndLive + " AND reference <> $5 AND (roles <> $6 OR org_unit_path <> $7) RETURNING reference"
    );

    /// <summary>Ends the API tokens of the sessions that were ended.</summary>
    public static readonly OrganizationSql EndTokens = new(
        "UPDATE token_families SET ended_at = $3 WHERE organization = $1 AND "
            + Users
            + " AND ended_at IS NULL AND session IN (SELECT reference"
            + Ended
            + ")"
    );

    /// <summary>What the trail says of each session that was ended: <c>$5</c> is the actor, <c>$6</c> the action.</summary>
    public static readonly OrganizationSql AuditEnded = new(
        "INSERT INTO audit_entries (organization, at, actor, action, target, code) SELECT $1, $3, $5, $6, reference, $4" + Ended
    );

    /// <summary>Changes are numbered in the order of commits: held until the transaction ends.</summary>
    public static readonly UnownedSql LockChanges = new("SELECT pg_advisory_xact_lock(5351907205)::text");

    /// <summary>Announces the sessions that were ended to all nodes.</summary>
    public static readonly OrganizationSql Announce = new(
        "INSERT INTO changes (kind, subject, session, at) SELECT 'SessionEnded', '', reference, $3" + Ended
    );

    public static readonly UnownedSql NotifyNodes = new("SELECT pg_notify('samlsp_changes', '')::text");
}
