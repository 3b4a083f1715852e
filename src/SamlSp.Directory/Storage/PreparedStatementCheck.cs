using Npgsql;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Refuses prepared statements behind a pooler that mixes them up. Such a pooler gives a connection of PostgreSQL to another client between
/// two transactions, and the clients give their statements the same names: a query then fails, or gives the result of another one.
/// </summary>
internal static class PreparedStatementCheck
{
    /// <summary>Prepares two different statements on two connections, and looks whether each gives its own result.</summary>
    /// <exception cref="SamlSpConfigurationException">A pooler mixes them up.</exception>
    public static async Task RunAsync(StoreSettings settings, CancellationToken cancellationToken)
    {
        if (settings.IsSqlite || !settings.Options.PreparedStatements)
        {
            return;
        }

        var direct = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false }.ConnectionString;
        await using var first = new NpgsqlConnection(direct);
        await first.OpenAsync(cancellationToken);
        await using var second = new NpgsqlConnection(direct);
        await second.OpenAsync(cancellationToken);
        try
        {
            await using var one = new NpgsqlCommand("SELECT 1", first);
            await one.PrepareAsync(cancellationToken);
            await using var two = new NpgsqlCommand("SELECT 2", second);
            await two.PrepareAsync(cancellationToken);
            if (await one.ExecuteScalarAsync(cancellationToken) is 1 && await two.ExecuteScalarAsync(cancellationToken) is 2)
            {
                return;
            }
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.DuplicatePreparedStatement or PostgresErrorCodes.InvalidSqlStatementName)
        {
            // That is what a mix-up looks like where it is noticed.
        }

        throw new SamlSpConfigurationException([
            "SamlSp:Storage:PreparedStatements: must be false here: a pooler before PostgreSQL gives one client's prepared statements to"
                + " another (PgBouncer before 1.21 in transaction mode)",
        ]);
    }
}
