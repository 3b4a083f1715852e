using System.Data.Common;
using System.Globalization;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Brings the schema up to date with the numbered scripts in <c>Migrations</c>: all missing ones in one transaction under a lock, so that
/// of nodes that start together one does it and the others find it done.
/// </summary>
internal sealed partial class Migrator(
    IDbContextFactory<DirectoryContext> contexts,
    StoreSettings settings,
    TimeProvider clock,
    ILogger<Migrator> logger
)
{
    /// <summary>Runs what is missing.</summary>
    /// <exception cref="SamlSpConfigurationException">The store was made by a newer version.</exception>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        settings.PrepareFile();
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var database = context.Database;
        await database.OpenConnectionAsync(cancellationToken);
        if (settings.IsSqlite)
        {
            await database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL;", cancellationToken);
        }

        // SQLite: EF Core begins with BEGIN IMMEDIATE, which is the lock.
        await using var transaction = await database.BeginTransactionAsync(cancellationToken);
        if (!settings.IsSqlite)
        {
            await database.ExecuteSqlRawAsync("SELECT pg_advisory_xact_lock(5351907204)", cancellationToken);
        }

        await database.ExecuteSqlRawAsync(
            "CREATE TABLE IF NOT EXISTS schema_history (number integer NOT NULL PRIMARY KEY, name text NOT NULL, applied_at bigint NOT"
                + " NULL)",
            cancellationToken
        );
        var applied = await AppliedAsync(database, transaction, cancellationToken);
        var scripts = Scripts(settings.IsSqlite ? "Sqlite" : "PostgreSql");
        if (applied.Except(scripts.Select(s => s.Number)).Any())
        {
            throw new SamlSpConfigurationException(["SamlSp:Storage:ConnectionString: this store was made by a newer version of SamlSp"]);
        }

        foreach (var script in scripts.Where(s => !applied.Contains(s.Number)))
        {
            await using var command = Command(database, transaction);
#pragma warning disable CA2100 // The text is a script of this assembly.
            command.CommandText = script.Sql;
#pragma warning restore CA2100
            await command.ExecuteNonQueryAsync(cancellationToken);
            await database.ExecuteSqlAsync(
                $"""
                INSERT INTO schema_history (number, name, applied_at)
                VALUES ({script.Number}, {script.Name}, {clock.GetUtcNow().UtcTicks})
                """,
                cancellationToken
            );
            LogApplied(script.Name);
        }

        await transaction.CommitAsync(cancellationToken);
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

    private static DbCommand Command(DatabaseFacade database, IDbContextTransaction transaction)
    {
        var command = database.GetDbConnection().CreateCommand();
        command.Transaction = transaction.GetDbTransaction();
        return command;
    }

    private static async Task<List<int>> AppliedAsync(
        DatabaseFacade database,
        IDbContextTransaction transaction,
        CancellationToken cancellationToken
    )
    {
        await using var command = Command(database, transaction);
        command.CommandText = "SELECT number FROM schema_history";
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

    [LoggerMessage(1, LogLevel.Information, "The store's schema was changed: {Script}", EventName = "SchemaChanged")]
    private partial void LogApplied(string script);
}
