using System.Globalization;
using System.Text.Json;

namespace SamlSp.Load;

/// <summary>The measurements in the form that bench/scaling reads.</summary>
internal static class ScalingInputs
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static async Task WriteAsync(
        string file,
        ServerSystem postgreSql,
        Driver driver,
        IReadOnlyList<Measurement> signIns,
        IReadOnlyList<Measurement> requests,
        IReadOnlyList<Measurement> upserts
    )
    {
        var storage = await StorageAsync(postgreSql, driver);
        var inputs = new
        {
            MeasuredAt = DateTimeOffset.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            Cores = Environment.ProcessorCount,
            SignIn = new
            {
                OneNode = Describe(Of(signIns, FiguresScenario.PostgreSql)),
                TwoNodes = Describe(Of(signIns, FiguresScenario.Two)),
            },
            Request = new
            {
                OneNode = Describe(Of(requests, FiguresScenario.Session(FiguresScenario.PostgreSql))),
                TwoNodes = Describe(Of(requests, FiguresScenario.Session(FiguresScenario.Two))),
            },
            Upsert = upserts.Count == 0
                ? null
                : new
                {
                    OneNode = Describe(Of(upserts, ScimUpserts.Creations(FiguresScenario.PostgreSql))),
                    TwoNodes = Describe(Of(upserts, ScimUpserts.Creations(FiguresScenario.Two))),
                },
            Storage = storage,
        };
        await File.WriteAllTextAsync(file, JsonSerializer.Serialize(inputs, Indented) + "\n");
        Report.Print($"\n{file} has the measurements for bench/scaling.");
    }

    private static Measurement Of(IReadOnlyList<Measurement> measured, string name) =>
        measured.Single(measurement => measurement.Name == name);

    private static object Describe(Measurement measured) =>
        new
        {
            PerSecond = Math.Round(measured.Rate, 1),
            NodeMicroseconds = Math.Round(measured.Cost(Parts.Nodes), 1),
            DatabaseMicroseconds = Math.Round(measured.Cost(Parts.Database), 1),
            ProxyMicroseconds = Math.Round(measured.Cost(Parts.Proxy), 1),
            DriverMicroseconds = Math.Round(measured.Cost(Parts.Driver), 1),
            P50Milliseconds = Math.Round(measured.Quantile(0.5), 2),
            P99Milliseconds = Math.Round(measured.Quantile(0.99), 2),
        };

    /// <summary>
    /// What sign-ins of people who are new, and of people who are known, leave in the database: bytes of log and of tables.
    /// </summary>
    private static async Task<object> StorageAsync(ServerSystem system, Driver driver)
    {
        const int People = 500;
        var database = system.PostgreSql!;
        var first = await MeasureAsync(3_000_000);
        var again = await MeasureAsync(3_000_000);
        return new { FirstSignIn = first, LaterSignIn = again };

        async Task<object> MeasureAsync(int from)
        {
            await database.QueryAsync("CHECKPOINT");
            var size = long.Parse(
                await database.QueryAsync(
                    "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                ),
                CultureInfo.InvariantCulture
            );
            var log = await database.QueryAsync("SELECT pg_current_wal_lsn()");
            var rows = await RowsAsync();
            var template = new ResponseTemplate(driver.BaseUrl, DateTimeOffset.UtcNow);
            using var key = ResponseTemplate.Key();
            for (var person = 0; person < People; person++)
            {
                await driver.SendAsync(SignIns.Post(driver.BaseUrl + "/Saml2/Acs", template.Form(from + person, key)), 303);
            }

            var written = double.Parse(
                await database.QueryAsync($"SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '{log}')"),
                CultureInfo.InvariantCulture
            );
            var grown = double.Parse(
                await database.QueryAsync(
                    $"SELECT sum(pg_total_relation_size(oid)) - {size} FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                ),
                CultureInfo.InvariantCulture
            );
            return new
            {
                WalBytes = Math.Round(written / People),
                TableBytes = Math.Round(grown / People),
                Rows = Math.Round((await RowsAsync() - rows) / People, 2),
            };
        }

        async Task<double> RowsAsync()
        {
            var tables = (
                await database.QueryAsync(
                    "SELECT string_agg(format('SELECT count(*) AS n FROM %I', relname), ' UNION ALL ') FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                )
            ).Trim();
            return double.Parse(await database.QueryAsync($"SELECT sum(n) FROM ({tables}) AS t"), CultureInfo.InvariantCulture);
        }
    }
}
