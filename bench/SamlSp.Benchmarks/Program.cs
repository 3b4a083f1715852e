using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SamlSp.Benchmarks;

// dotnet run -c Release --project bench/SamlSp.Benchmarks                  everything: two tables, then the figures of docs/performance.md
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --figures      the figures alone
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --export FILE  the message for bench/node-saml
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --console the console's pages with 100,000 people and 20,000 sessions in
// SQLite; or: --console PEOPLE SESSIONS
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --cookies an authenticated request against the framework's plain cookie
// handler
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --connections [COUNT] open connections at rest, with the session guard and
// without; default 10000
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --directory the store at 100,000 people and 20,000 sessions against 100 of
// each; or: --directory PEOPLE SESSIONS
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --scim [USERS GROUPS MEMBERS MANY] provisioning; default 10000 200 500 1000000
if (args is ["--export", var path])
{
    MessageExport.Write(path);
    return 0;
}

if (args is ["--console", .. var consoleSizes])
{
    return await ConsoleBenchmark.RunAsync(consoleSizes);
}

if (args is ["--scim", .. var scimSizes])
{
    return await ScimBenchmarks.RunAsync(scimSizes);
}

if (args is ["--cookies"])
{
    return await CookieBenchmark.RunAsync();
}

if (args is ["--connections", .. var connections])
{
    return await ConnectionBenchmark.RunAsync(connections);
}

if (args is ["--connection-server", var folder, var guard])
{
    return await ConnectionServer.RunAsync(folder, isGuarded: guard == "guarded");
}

if (args is ["--directory", .. var sizes])
{
    return await DirectoryBenchmark.RunAsync(sizes);
}

if (args is not ["--figures"])
{
    // In this process: the toolchains that build a project of their own would need package sources, and to know this version of .NET.
    var config = ManualConfig
        .Create(DefaultConfig.Instance)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(20))
        .AddColumn(StatisticColumn.Min)
        .HideColumns(Column.Error, Column.RatioSD);
    BenchmarkRunner.Run<ResponseBenchmarks>(config);
    BenchmarkRunner.Run<GrowthBenchmarks>(config);
    BenchmarkRunner.Run<ClaimsBenchmarks>(config);
}

var response = new ResponseBenchmarks();
var best = Alternation.Best(
    () => response.FloorBase64(),
    () => response.FloorXmlReader(),
    () => response.FloorSha256(),
    () => response.FloorRsa(),
    () => response.Floor(),
    () => response.SamlSp(),
    () => response.SignedXml()
);
var (floor, ours, theirs) = (best[4], best[5], best[6]);
Print($"{response.Sizes}");
Print($"base64 {best[0]:F1} µs, XmlReader {best[1]:F1} µs, SHA-256 {best[2]:F1} µs, RSA-2048 {best[3]:F1} µs; together {floor:F1} µs");
Print($"SamlSp {ours:F1} µs, {Allocated(() => response.SamlSp()) / 1024.0:F1} KB");
Print($"SignedXml {theirs:F1} µs, {Allocated(() => response.SignedXml()) / 1024.0:F1} KB");
Print($"SamlSp : floor = {ours / floor:F2}");
Print($"SignedXml : SamlSp = {theirs / ours:F1}");
var claims = new ClaimsBenchmarks();
var rules = Alternation.Best(() => claims.OrgUnitExpression(), () => claims.NameIdRows());
Print($"org-unit expression {rules[0]:F2} µs, three NameID rows {rules[1]:F2} µs");
foreach (var kilobytes in new[] { 5, 50, 500, 5000 })
{
    var growth = new GrowthBenchmarks { Kilobytes = kilobytes };
    growth.Setup();
    var elapsed = Alternation.Best(() => growth.SamlSp())[0];
    Print($"{growth.Bytes, 9:N0} bytes: {elapsed, 10:N1} µs, {elapsed * 1000 / growth.Bytes:F2} ns a byte");
}

return 0;

static long Allocated(Action action)
{
    var before = GC.GetAllocatedBytesForCurrentThread();
    for (var i = 0; i < 100; i++)
    {
        action();
    }

    return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
}

static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
