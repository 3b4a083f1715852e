namespace SamlSp.Directory;

/// <summary>Where users, sessions, used assertion IDs, keys and the audit trail are kept: <c>SamlSp:Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The kind of database. Default <see cref="StorageProvider.Sqlite"/>.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>
    /// The connection string. A relative SQLite path starts at the content root. Its folder must exist; only <c>data</c> below the content
    /// root is made when it is missing, for this user alone. Required for PostgreSQL. Default for SQLite:
    /// <c>Data Source=data/samlsp.db</c>.
    /// </summary>
    public string? ConnectionString { get; set; }

    /// <summary>
    /// The identity of the store that this one replaces, as the refused start names it: after a move to another database, whose users and
    /// suspensions are others. Default none.
    /// </summary>
    public string? Replaces { get; set; }

    /// <summary>
    /// A file with PostgreSQL's password, such as a container's secret, in the place of one in <see cref="ConnectionString"/>. Relative to
    /// the content root; white space at its end does not count.
    /// </summary>
    public string? PasswordFile { get; set; }

    /// <summary>
    /// Whether statements are prepared at PostgreSQL, which saves it the planning. Default true. Set it to false behind a pooler that gives
    /// a connection to another client between two transactions and does not know prepared statements: PgBouncer before 1.21 in transaction
    /// mode.
    /// </summary>
    public bool PreparedStatements { get; set; } = true;

    /// <summary>
    /// Files with an RSA certificate and its private key (PEM, where the key may stand beside it in a file that ends with <c>.key</c>, or
    /// PFX) that data protection keys are encrypted with in the store, relative to the content root. The first one encrypts; the others are
    /// for keys from before a change of certificate. Default none: the keys are as safe as the store is.
    /// </summary>
    public IList<string> KeyCertificates { get; set; } = [];

    /// <summary>The password of PFX files among <see cref="KeyCertificates"/>. Default none.</summary>
    public string? KeyCertificatePassword { get; set; }

    /// <summary>How long audit entries are kept. Default 365 days; from 1 day.</summary>
    public TimeSpan AuditRetention { get; set; } = TimeSpan.FromDays(365);

    /// <summary>
    /// For how long sessions that are known in memory go on while the store cannot be reached. Default 10 minutes; from 0 to 1 hour.
    /// </summary>
    public TimeSpan OfflineSessions { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How many sessions are kept in memory. Default 100,000; from 100 to 10,000,000.</summary>
    public int CachedSessions { get; set; } = 100_000;
}
