using System.Diagnostics;
using System.Globalization;
using SamlSp.AspNetCore;
using SamlSp.Directory;
using SamlSp.Load;

namespace SamlSp.Benchmarks;

/// <summary>
/// What the store takes for what a request asks of it, with many people and sessions in it and with few: by turns, so that what else runs
/// on the machine hits both alike.
/// </summary>
internal static class DirectoryBenchmark
{
    private const int Few = 100;
    private const int Rounds = 25;
    private const int Each = 20;

    public static async Task<int> RunAsync(string[] sizes)
    {
        var people = sizes.Length > 0 ? int.Parse(sizes[0], CultureInfo.InvariantCulture) : 100_000;
        var sessions = sizes.Length > 1 ? int.Parse(sizes[1], CultureInfo.InvariantCulture) : 20_000;
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-bench").FullName;

        // Beside it: PostgreSQL runs as another user, who may not look into a folder of ours.
        var cluster = folder + "-pg";
        try
        {
            await CompareAsync(
                "SQLite",
                name => new() { ConnectionString = $"Data Source={Path.Combine(folder, name)}.db" },
                people,
                sessions
            );
            await using var server = await PostgreSqlCluster.StartAsync(cluster);
            await server.QueryAsync("CREATE DATABASE few");
            await server.QueryAsync("CREATE DATABASE many");
            await CompareAsync(
                "PostgreSQL",
                name =>
                    new()
                    {
                        Provider = StorageProvider.PostgreSql,
                        ConnectionString = server.ConnectionString.Replace("Database=samlsp", "Database=" + name, StringComparison.Ordinal),
                    },
                people,
                sessions
            );
            return 0;
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
            if (System.IO.Directory.Exists(cluster))
            {
                System.IO.Directory.Delete(cluster, recursive: true);
            }
        }
    }

    private static async Task CompareAsync(string kind, Func<string, StorageOptions> storage, int people, int sessions)
    {
        await using var few = await FilledStore.StartAsync(storage("few"), Few, Few);
        await using var many = await FilledStore.StartAsync(storage("many"), people, sessions);
        Print(
            $"{kind}: {people:N0} users and {sessions:N0} live sessions against {Few} of each, best of {Rounds} windows, measured alternately"
        );
        foreach (var (name, work) in Works)
        {
            var best = (Few: double.MaxValue, Many: double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                // The first rounds are for the just-in-time compiler and the database's caches.
                var (a, b) = (await MeasureAsync(few, work), await MeasureAsync(many, work));
                if (round >= Rounds / 5)
                {
                    best = (Math.Min(best.Few, a), Math.Min(best.Many, b));
                }
            }

            Print($"  {name, -42} {best.Few, 9:F1} µs {best.Many, 9:F1} µs   {best.Many / best.Few:F2}");
        }
    }

    private static IReadOnlyList<(string Name, Func<FilledStore, Task> Work)> Works { get; } =
    [
        ("session check, in memory", store => store.CheckSessionAsync(fromStore: false)),
        ("session check, from the store", store => store.CheckSessionAsync(fromStore: true)),
        ("sign-in of a known user", store => store.SignInAsync(known: true)),
        ("first sign-in of a user", store => store.SignInAsync(known: false)),
        ("look-up of a record", store => store.FindAsync()),
        ("first page of users by name", store => store.SearchAsync(new())),
        ("page in the middle", store => store.SearchAsync(new() { After = store.Middle })),
        ("page of a unit", store => store.SearchAsync(new() { OrgUnitPath = "/guests" })),
        ("text that one user has", store => store.SearchAsync(new() { Text = store.SomebodysName })),
    ];

    private static async Task<double> MeasureAsync(FilledStore store, Func<FilledStore, Task> work)
    {
        var clock = Stopwatch.StartNew();
        for (var i = 0; i < Each; i++)
        {
            await work(store);
        }

        return clock.Elapsed.TotalMicroseconds / Each;
    }

    private static void Print(FormattableString line) => System.Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
