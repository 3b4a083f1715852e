using System.Diagnostics;
using System.Globalization;
using SamlSp.Directory;

namespace SamlSp.Benchmarks;

/// <summary>
/// Provisioning over HTTP, as Entra does it: creates and patches a second on both databases, look-ups by userName among many users and
/// among few, and a whole initial cycle.
/// </summary>
internal static class ScimBenchmarks
{
    private const int AtOnce = 8;

    /// <param name="sizes">Users, groups and members of each group of the cycle, and how many users are looked up among; default 10000 200
    /// 500 1000000.</param>
    public static async Task<int> RunAsync(string[] sizes)
    {
        int Size(int index, int otherwise) => sizes.Length > index ? int.Parse(sizes[index], CultureInfo.InvariantCulture) : otherwise;
        var (users, groups, members, many) = (Size(0, 10_000), Size(1, 200), Size(2, 500), Size(3, 1_000_000));
        using var postgreSql = LocalPostgreSql.Start();
        await WithFilesAsync(async file =>
        {
            await ThroughputAsync("SQLite", file());
            if (postgreSql is not null)
            {
                await ThroughputAsync("PostgreSQL", postgreSql.NewDatabase());
            }

            await LookupAsync("SQLite", file(), file(), many);
            if (postgreSql is not null)
            {
                await LookupAsync("PostgreSQL", postgreSql.NewDatabase(), postgreSql.NewDatabase(), many);
            }

            await CycleAsync("SQLite", file(), users, groups, members);
            if (postgreSql is not null)
            {
                await CycleAsync("PostgreSQL", postgreSql.NewDatabase(), users, groups, members);
            }
        });
        return 0;
    }

    private static async Task WithFilesAsync(Func<Func<StorageOptions>, Task> work)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-bench-").FullName;
        var count = 0;
        try
        {
            await work(() => new() { ConnectionString = $"Data Source={folder}/{++count}.db" });
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ThroughputAsync(string name, StorageOptions storage)
    {
        await using var server = await ScimServer.StartAsync(storage);
        await EachAsync(Enumerable.Range(0, 200), i => server.SendAsync(HttpMethod.Post, "Users", User("warm", i)));
        const int Count = 2000;
        var ids = new string[Count];
        var create = await TimeAsync(() =>
            EachAsync(
                Enumerable.Range(0, Count),
                async i => ids[i] = (await server.SendAsync(HttpMethod.Post, "Users", User("user", i)))["id"]!.GetValue<string>()
            )
        );
        var patch = await TimeAsync(() =>
            EachAsync(
                Enumerable.Range(0, Count),
                i =>
                    server.SendAsync(
                        HttpMethod.Patch,
                        "Users/" + ids[i],
                        """{"Operations":[{"op":"Replace","path":"title","value":"Engineer"},{"op":"Replace","path":"name.familyName","value":"New"}]}"""
                    )
            )
        );
        var disable = await TimeAsync(() =>
            EachAsync(
                Enumerable.Range(0, Count),
                i =>
                    server.SendAsync(
                        HttpMethod.Patch,
                        "Users/" + ids[i],
                        """{"Operations":[{"op":"Replace","path":"active","value":"False"}]}"""
                    )
            )
        );
        Print(
            $"{name}: {Count / create.TotalSeconds:F0} creates, {Count / patch.TotalSeconds:F0} patches, {Count / disable.TotalSeconds:F0} disables a second, {AtOnce} at once"
        );
    }

    private static async Task LookupAsync(string name, StorageOptions few, StorageOptions large, int many)
    {
        const int Few = 1000;
        await using var small = await ScimServer.StartAsync(few);
        await using var big = await ScimServer.StartAsync(large);
        await small.FillAsync(Few);
        await big.FillAsync(many);
        var (a, b) = (new List<double>(), new List<double>());
        for (var i = 0; i < 2000; i++)
        {
            // In turn, so that whatever else the machine does hits both; the first ones warm up.
            var first = await OneAsync(small, (i * 7919) % Few);
            var second = await OneAsync(big, (int)((i * 7919L * 104729) % many));
            if (i < 500)
            {
                continue;
            }

            a.Add(first);
            b.Add(second);
        }

        a.Sort();
        b.Sort();
        Print(
            $"{name}: look-up by userName, median {a[a.Count / 2]:F0} µs among {Few:N0}, {b[b.Count / 2]:F0} µs among {many:N0}: {b[b.Count / 2] / a[a.Count / 2]:F2} times (90 %: {b[b.Count * 9 / 10] / a[a.Count * 9 / 10]:F2} times)"
        );

        static async Task<double> OneAsync(ScimServer server, int number)
        {
            var start = Stopwatch.GetTimestamp();
            var found = await server.SendAsync(
                HttpMethod.Get,
                $"Users?filter=userName%20eq%20%22bulk{number.ToString(CultureInfo.InvariantCulture)}%40example.com%22"
            );
            var elapsed = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            return found["totalResults"]!.GetValue<int>() == 1 ? elapsed : throw new InvalidOperationException("not found");
        }
    }

    private static async Task CycleAsync(string name, StorageOptions storage, int users, int groups, int members)
    {
        await using var server = await ScimServer.StartAsync(storage);
        await server.SendAsync(HttpMethod.Get, "Users?count=1");
        GC.Collect();
        var before = Environment.WorkingSet;
        var peak = before;
        using var watching = new CancellationTokenSource();
        var watch = Task.Run(async () =>
        {
            while (!watching.IsCancellationRequested)
            {
                peak = Math.Max(peak, Environment.WorkingSet);
                await Task.Delay(100);
            }
        });
        var ids = new string[users];
        var people = await TimeAsync(() =>
            EachAsync(
                Enumerable.Range(0, users),
                async i =>
                {
                    await server.SendAsync(
                        HttpMethod.Get,
                        $"Users?filter=userName%20eq%20%22cycle{i.ToString(CultureInfo.InvariantCulture)}%40example.com%22"
                    );
                    ids[i] = (await server.SendAsync(HttpMethod.Post, "Users", User("cycle", i)))["id"]!.GetValue<string>();
                }
            )
        );
        var requests = 2 * users;
        var rest = await TimeAsync(() =>
            EachAsync(
                Enumerable.Range(0, groups),
                async g =>
                {
                    await server.SendAsync(
                        HttpMethod.Get,
                        $"Groups?excludedAttributes=members&filter=displayName%20eq%20%22Group%20{g.ToString(CultureInfo.InvariantCulture)}%22"
                    );
                    var id = (
                        await server.SendAsync(
                            HttpMethod.Post,
                            "Groups",
                            $$"""{"displayName":"Group {{g}}","externalId":"{{Guid.NewGuid()}}","members":[]}"""
                        )
                    )["id"]!.GetValue<string>();
                    Interlocked.Add(ref requests, 2);
                    foreach (
                        var batch in Enumerable.Range(0, members).Select(m => ids[(int)((g * 7919L + m) % users)]).Distinct().Chunk(100)
                    )
                    {
                        await server.SendAsync(
                            HttpMethod.Patch,
                            "Groups/" + id,
                            $$"""{"Operations":[{"op":"Add","path":"members","value":[{{string.Join(',', batch.Select(m => $$"""{"$ref":null,"value":"{{m}}"}"""))}}]}]}"""
                        );
                        Interlocked.Increment(ref requests);
                    }
                }
            )
        );
        await watching.CancelAsync();
        await watch;
        var time = people + rest;
        Print(
            $"{name}: initial cycle of {users:N0} users ({people.TotalSeconds:F1} s) and {groups:N0} groups of {members:N0} members ({rest.TotalSeconds:F1} s): {time.TotalSeconds:F1} s, {requests:N0} requests, {requests / time.TotalSeconds:F0} a second; memory {before / 1048576} MB before, {peak / 1048576} MB at most, client included"
        );
    }

    private static string User(string prefix, int number) =>
        $$"""
            {"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],"externalId":"{{Guid.NewGuid()}}","userName":"{{prefix}}{{number}}@example.com","active":true,"displayName":"User {{number}}",
            "emails":[{"primary":true,"type":"work","value":"{{prefix}}{{number}}@example.com"}],"name":{"formatted":"User {{number}}","familyName":"{{number}}","givenName":"User"},"title":"Clerk","phoneNumbers":[{"type":"work","value":"+49 30 {{number}}"}],
            "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User":{"department":"D{{number % 50}}"} }
            """;

    private static async Task EachAsync(IEnumerable<int> numbers, Func<int, Task> work) =>
        await Parallel.ForEachAsync(
            numbers,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (number, _) => await work(number)
        );

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed;
    }

    private static void Print(FormattableString line) => System.Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
