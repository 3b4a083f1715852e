namespace SamlSp.Directory;

/// <summary>The statements of the health checks.</summary>
internal static class HealthSql
{
    /// <summary>Does nothing but reach the database.</summary>
    public static readonly UnownedSql Ping = new("SELECT COUNT(*) FROM schema_history");

    /// <summary>Writes, always in the same place.</summary>
    public static readonly UnownedSql Probe = new(
        "INSERT INTO store_probe (id, filler) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET filler = excluded.filler"
    );

    /// <summary>What PostgreSQL's clock says, in milliseconds since 1970, UTC.</summary>
    public static readonly UnownedSql Now = new("SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS bigint)");
}
