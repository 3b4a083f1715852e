using System.Data.Common;

namespace SamlSp.Directory.Tests;

/// <summary>What a database's catalogue says, a line each for columns, keys and indexes, so that two can be compared.</summary>
internal static class Schema
{
    public static Task<IReadOnlyList<string>> OfSqliteAsync(DbConnection connection) =>
        ReadAsync(
            connection,
            """
            SELECT 'column ' || t.name || '.' || c.name || ' ' || c.type || ' notnull=' || c."notnull" || ' pk=' || c.pk || ' default=' || ifnull(c.dflt_value, '')
            FROM sqlite_schema t, pragma_table_info(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'schema_history'
            UNION ALL
            SELECT 'index ' || t.name || '.' || CASE WHEN i.origin = 'pk' THEN 'pk' ELSE i.name END || ' unique=' || i."unique" || ' partial=' || i.partial || ' (' || (SELECT group_concat(x.name) FROM pragma_index_info(i.name) x) || ')'
            FROM sqlite_schema t, pragma_index_list(t.name) i WHERE t.type = 'table' AND t.name <> 'schema_history'
            UNION ALL
            SELECT 'foreign ' || t.name || '.' || f."from" || ' ' || f."table" || '.' || f."to" || ' ' || f.on_delete
            FROM sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'
            UNION ALL
            SELECT 'counted ' || name FROM sqlite_schema WHERE sql LIKE '%AUTOINCREMENT%'
            """
        );

    public static Task<IReadOnlyList<string>> OfPostgreSqlAsync(DbConnection connection) =>
        ReadAsync(
            connection,
            """
            SELECT 'column ' || table_name || '.' || column_name || ' ' || data_type || ' null=' || is_nullable || ' identity=' || is_identity || coalesce(identity_generation, '') || ' default=' || coalesce(column_default, '')
            FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_history'
            UNION ALL
            SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_history'
            UNION ALL
            SELECT 'constraint ' || conrelid::regclass || '.' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'schema_history'
            """
        );

    private static async Task<IReadOnlyList<string>> ReadAsync(DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }
}
