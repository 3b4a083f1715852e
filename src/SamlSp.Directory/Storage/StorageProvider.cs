namespace SamlSp.Directory;

/// <summary>The database that the store lives in.</summary>
public enum StorageProvider
{
    /// <summary>A SQLite file, for one machine.</summary>
    Sqlite,

    /// <summary>PostgreSQL 13 or newer, for any number of nodes.</summary>
    PostgreSql,
}
