using Microsoft.Data.Sqlite;
using Npgsql;

namespace SamlSp.Directory;

/// <summary>Everything that is wrong with the storage settings, a line each: the key's path, a colon, what is wrong.</summary>
internal static class StorageOptionsValidator
{
    private const string Path = "SamlSp:Storage:";

    public static IReadOnlyList<string> Validate(StorageOptions options)
    {
        var errors = new List<string>();
        if (!Enum.IsDefined(options.Provider))
        {
            errors.Add(Path + "Provider: must be Sqlite or PostgreSql");
        }
        else if (Connection(options) is { } error)
        {
            errors.Add(Path + "ConnectionString: " + error);
        }

        if (options.PasswordFile is not null && options.Provider == StorageProvider.Sqlite)
        {
            errors.Add(Path + "PasswordFile: is for PostgreSql; SQLite has no password");
        }

        if (!options.PreparedStatements && options.Provider == StorageProvider.Sqlite)
        {
            errors.Add(Path + "PreparedStatements: is for PostgreSql; SQLite always prepares");
        }

        if (options.AuditRetention < TimeSpan.FromDays(1))
        {
            errors.Add(Path + "AuditRetention: must be at least 1 day (1.00:00:00)");
        }

        if (options.OfflineSessions < TimeSpan.Zero || options.OfflineSessions > TimeSpan.FromHours(1))
        {
            errors.Add(Path + "OfflineSessions: must be between 00:00:00 and 01:00:00");
        }

        if (options.CachedSessions is < 100 or > 10_000_000)
        {
            errors.Add(Path + "CachedSessions: must be between 100 and 10000000");
        }

        return errors;
    }

    private static string? Connection(StorageOptions options)
    {
        try
        {
            return options.Provider == StorageProvider.Sqlite ? Sqlite(options.ConnectionString) : PostgreSql(options.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or KeyNotFoundException)
        {
            return "is not a connection string: " + e.Message;
        }
    }

    private static string? Sqlite(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var builder = new SqliteConnectionStringBuilder(text);
        if (builder.DataSource.Length == 0)
        {
            return "Data Source, the file, is missing";
        }

        if (builder.Mode == SqliteOpenMode.Memory || builder.DataSource.Contains(":memory:", StringComparison.OrdinalIgnoreCase))
        {
            return "must name a file: what is kept in memory is gone with the process";
        }

        if (builder.DataSource.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return "Data Source must be a path, not a URI";
        }

        return builder.Mode == SqliteOpenMode.ReadOnly ? "Mode=ReadOnly: the store must be writable" : null;
    }

    private static string? PostgreSql(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return "is required for PostgreSql";
        }

        var builder = new NpgsqlConnectionStringBuilder(text);
        if (string.IsNullOrEmpty(builder.Host))
        {
            return "Host is missing";
        }

        if (builder.Multiplexing)
        {
            return "Multiplexing must be off: transactions need a connection of their own";
        }

        return string.IsNullOrEmpty(builder.Database) ? "Database is missing" : null;
    }
}
