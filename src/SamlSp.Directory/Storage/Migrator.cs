using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Brings the schema up to date with the numbered scripts in <c>Migrations</c>: all missing ones in one transaction under a lock, so that
/// of nodes that start together one does it and the others find it done.
/// </summary>
internal sealed partial class Migrator(StoreSettings settings, StoreMemory memory, TimeProvider clock, ILogger<Migrator> logger)
{
    /// <summary>Runs what is missing.</summary>
    /// <exception cref="SamlSpConfigurationException">The store was made by a newer version, or is not the one that was in use.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var isMade = settings.PrepareFile();
        try
        {
            await MigrateAsync(cancellationToken);
        }
        catch (SamlSpConfigurationException) when (isMade)
        {
            // A start that is refused makes no store.
            settings.RemoveFile();
            throw;
        }
    }

    private async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var connection = await settings.OpenAsync(cancellationToken);
        if (settings.IsSqlite)
        {
            await ExecuteAsync(connection, transaction: null, "PRAGMA journal_mode = WAL;", [], cancellationToken);
        }

        // SQLite: it begins with BEGIN IMMEDIATE, which is the lock.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (!settings.IsSqlite)
        {
            await ExecuteAsync(connection, transaction, "SELECT pg_advisory_xact_lock(5351907204)", [], cancellationToken);
        }

        await ExecuteAsync(
            connection,
            transaction,
            "CREATE TABLE IF NOT EXISTS schema_history (number integer NOT NULL PRIMARY KEY, name text NOT NULL, applied_at bigint NOT"
                + " NULL)",
            [],
            cancellationToken
        );
        var applied = await AppliedAsync(connection, transaction, cancellationToken);
        var scripts = Scripts(settings.IsSqlite ? "Sqlite" : "PostgreSql");
        if (applied.Except(scripts.Select(s => s.Number)).Any())
        {
            throw new SamlSpConfigurationException(["SamlSp:Storage:ConnectionString: this store was made by a newer version of SamlSp"]);
        }

        var missing = scripts.Where(s => !applied.Contains(s.Number)).ToList();
        foreach (var script in missing)
        {
            await ExecuteAsync(connection, transaction, script.Sql, [], cancellationToken);
            await ExecuteAsync(
                connection,
                transaction,
                "INSERT INTO schema_history (number, name, applied_at) VALUES ($1, $2, $3)",
                [script.Number, script.Name, clock.GetUtcNow().UtcTicks],
                cancellationToken
            );
        }

        var identity = await IdentityAsync(connection, transaction, cancellationToken);
        memory.Check(identity);
        await transaction.CommitAsync(cancellationToken);
        memory.Keep(identity);
        if (missing.Count > 0)
        {
            LogApplied(settings.Place, string.Join(", ", missing.Select(script => script.Name)));
        }
    }

    private static async Task<string> IdentityAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = Command(connection, transaction, "SELECT id FROM store_identity");
        return (string)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The scripts for a kind of database, in order.</summary>
    internal static IReadOnlyList<(int Number, string Name, string Sql)> Scripts(string provider)
    {
        var assembly = Assembly.GetExecutingAssembly();
        var prefix = "Migrations." + provider + "/";
        return
        [
            .. assembly
                .GetManifestResourceNames()
                .Where(name => name.Replace('\\', '/').StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name =>
                    (
                        int.Parse(name.AsSpan(prefix.Length, 4), CultureInfo.InvariantCulture),
                        name[prefix.Length..^".sql".Length],
                        Read(assembly, name)
                    )
                ),
        ];
    }

    private async Task ExecuteAsync(
        DbConnection connection,
        DbTransaction? transaction,
        string text,
        IReadOnlyList<object> values,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(connection, transaction, text);
        foreach (var (i, value) in values.Index())
        {
            var parameter = command.CreateParameter();

            // PostgreSQL's parameters are known by their place.
            parameter.ParameterName = settings.IsSqlite ? "$" + (i + 1).ToString(CultureInfo.InvariantCulture) : "";
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static DbCommand Command(DbConnection connection, DbTransaction? transaction, string text)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // Texts are constants and scripts of this assembly.
        command.CommandText = text;
#pragma warning restore CA2100
        return command;
    }

    private static async Task<List<int>> AppliedAsync(
        DbConnection connection,
        DbTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(connection, transaction, "SELECT number FROM schema_history");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var applied = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
        {
            applied.Add(reader.GetInt32(0));
        }

        return applied;
    }

    private static string Read(Assembly assembly, string name)
    {
        using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    [LoggerMessage(1, LogLevel.Information, "The schema of the store was changed ({Place}): {Scripts}", EventName = "SchemaChanged")]
    private partial void LogApplied(string place, string scripts);
}
