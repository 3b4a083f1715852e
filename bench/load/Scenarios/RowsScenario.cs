using System.Globalization;

namespace SamlSp.Load;

/// <summary>
/// What rows take in PostgreSQL: each table with its indexes, for each user and for each later sign-in, and the log of a sign-in.
/// </summary>
internal static class RowsScenario
{
    private const int Users = 2000;
    private const int First = 5_000_000;

    public static async Task<int> RunAsync(LoadOptions options)
    {
        await using var system = await ServerSystem.StartAsync(options.Server, postgreSql: true);
        var database = system.PostgreSql!;
        using var driver = new Driver(system.BaseUrl, 1);
        await SignInAsync(driver, 1, 50);
        Report.Print($"{Users:N0} users of the benchmark, {First:N0} and on; bytes, after VACUUM FULL");
        foreach (var round in new[] { "first sign-in", "later sign-in" })
        {
            await database.QueryAsync("CHECKPOINT");
            await database.QueryAsync("SELECT pg_stat_reset_shared('wal')");
            await SignInAsync(driver, First, Users);
            await Task.Delay(TimeSpan.FromSeconds(3));
            var log = (await database.QueryAsync("SELECT wal_bytes, wal_fpi FROM pg_stat_wal")).Trim().Split('|');
            var images = double.Parse(log[1], CultureInfo.InvariantCulture);
            var bytes = double.Parse(log[0], CultureInfo.InvariantCulture);
            Report.Print(
                $"\n{round}: {bytes / Users:N0} bytes of log, of which {images / Users:N2} images of whole pages, which the first change after a checkpoint writes"
            );
            await database.QueryAsync("VACUUM FULL");
            var tables = await database.QueryAsync(
                """
                SELECT relname, pg_table_size(c.oid), pg_indexes_size(c.oid), (xpath('/row/n/text()',
                  query_to_xml(format('SELECT count(*) AS n FROM %I', relname), false, true, '')))[1]::text
                FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
                  AND relname IN ('users', 'sessions', 'audit_entries', 'used_ids', 'sign_in_traces') ORDER BY relname
                """
            );
            foreach (var line in tables.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var cells = line.Split('|');
                var (heap, indexes, rows) = (Number(cells[1]), Number(cells[2]), Number(cells[3]));
                Report.Print(
                    $"{cells[0]}: {rows:N0} rows, {heap / rows:N0} + {indexes / rows:N0} bytes of indexes = {(heap + indexes) / rows:N0}"
                );
            }
        }

        var unused = await database.QueryAsync(
            "SELECT indexrelname, pg_relation_size(indexrelid) FROM pg_stat_user_indexes"
                + " WHERE relname IN ('users', 'sessions', 'audit_entries', 'used_ids', 'sign_in_traces') ORDER BY 2 DESC"
        );
        Report.Print($"\nindexes, bytes:\n{unused}");
        return 0;
    }

    private static async Task SignInAsync(Driver driver, int from, int count)
    {
        var template = new ResponseTemplate(driver.BaseUrl, DateTimeOffset.UtcNow);
        using var key = ResponseTemplate.Key();
        for (var user = 0; user < count; user++)
        {
            if (!await driver.SendAsync(SignIns.Post(driver.BaseUrl + "/Saml2/Acs", template.Form(from + user, key)), 303))
            {
                throw new InvalidOperationException("A sign-in was refused.");
            }
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
