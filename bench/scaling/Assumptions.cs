namespace SamlSp.Scaling;

/// <summary>What is assumed about people and machines; every number can be changed in <c>assumptions.json</c>.</summary>
internal sealed record Assumptions
{
    /// <summary>People.</summary>
    public required double People { get; init; }

    /// <summary>Sign-ins a second at the peak.</summary>
    public required double SignInsPerSecond { get; init; }

    /// <summary>Sign-ins that a person makes on a day, on average.</summary>
    public required double SignInsPerPersonAndDay { get; init; }

    /// <summary>Requests with a session for each sign-in.</summary>
    public required double RequestsPerSignIn { get; init; }

    /// <summary>How busy a core may be on average.</summary>
    public required double Utilization { get; init; }

    /// <summary>Cores of a node.</summary>
    public required int CoresPerNode { get; init; }

    /// <summary>Transactions with a commit for each sign-in. Traces share one for all that came within a tenth of a second.</summary>
    public required double CommitsPerSignIn { get; init; }

    /// <summary>Bytes of an audit row with its indexes.</summary>
    public required double AuditRowBytes { get; init; }

    /// <summary>Audit rows for each sign-in.</summary>
    public required double AuditRowsPerSignIn { get; init; }

    /// <summary>Days that audit rows are kept: <c>Storage:AuditRetention</c>.</summary>
    public required double AuditDays { get; init; }

    /// <summary>Days that a session's row is kept, from its beginning: its life and a day.</summary>
    public required double SessionDays { get; init; }

    /// <summary>Sessions in the memory of a node: <c>Storage:CachedSessions</c>.</summary>
    public required double CachedSessions { get; init; }

    /// <summary>Bytes of a session in a node's memory.</summary>
    public required double SessionBytesInMemory { get; init; }

    /// <summary>Commits a second that one PostgreSQL primary makes durable, with the log on NVMe and commits grouped.</summary>
    public required double PrimaryCommitsPerSecond { get; init; }

    /// <summary>Bytes of log a second that one primary writes and its replicas keep up with.</summary>
    public required double PrimaryWalBytesPerSecond { get; init; }
}
