using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SamlSp.Benchmarks;

// dotnet run -c Release --project bench/SamlSp.Benchmarks                  the floor, SamlSp and SignedXml on one response; then growth
// dotnet run -c Release --project bench/SamlSp.Benchmarks -- --export FILE  the message for bench/node-saml
if (args is ["--export", var path])
{
    MessageExport.Write(path);
    return 0;
}

// In this process: the toolchains that build a project of their own would need to know this version of .NET, and package sources.
var config = ManualConfig.Create(DefaultConfig.Instance)
    .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(8).WithIterationCount(20))
    .HideColumns(Column.Error, Column.RatioSD);
var response = BenchmarkRunner.Run<ResponseBenchmarks>(config);
var growth = BenchmarkRunner.Run<GrowthBenchmarks>(config);

Console.WriteLine(new ResponseBenchmarks().Sizes);
var floor = Median(response, nameof(ResponseBenchmarks.Floor));
var ours = Median(response, nameof(ResponseBenchmarks.SamlSp));
Print("SamlSp to floor", ours / floor, "at most 1.5");
Print("SamlSp from octets to floor", Median(response, nameof(ResponseBenchmarks.SamlSpFromOctets)) / floor, "at most 1.5");
Print("SignedXml to SamlSp", Median(response, nameof(ResponseBenchmarks.SignedXml)) / ours, "at least 10");
Print("KB allocated", Find(response, nameof(ResponseBenchmarks.SamlSp)).GcStats.GetBytesAllocatedPerOperation(Find(response, nameof(ResponseBenchmarks.SamlSp)).BenchmarkCase)!.Value / 1024.0, "at most 32");
foreach (var report in growth.Reports)
{
    var setup = new GrowthBenchmarks { Kilobytes = (int)report.BenchmarkCase.Parameters["Kilobytes"] };
    setup.Setup();
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{setup.Octets,9:N0} octets: {report.ResultStatistics!.Median / 1000,10:N1} µs, {report.ResultStatistics.Median / setup.Octets:F2} ns an octet"));
}

return 0;

static BenchmarkReport Find(Summary summary, string method) => summary.Reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method);

static double Median(Summary summary, string method) => Find(summary, method).ResultStatistics!.Median;

static void Print(string what, double value, string reach) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-30} {value,8:F2}   (reach: {reach})"));
