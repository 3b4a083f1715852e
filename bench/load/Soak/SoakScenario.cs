using System.Globalization;
using System.Reflection;

namespace SamlSp.Load;

/// <summary>Drives the server at a low, steady rate for long, and watches what it holds on to.</summary>
internal static class SoakScenario
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    public static async Task<int> RunAsync(LoadOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("samlsp-soak").FullName;
        var heap = Path.Combine(folder, "heap");
        await using var system = await ServerSystem.StartAsync(
            options.Server,
            folder: folder,
            environment: new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["DOTNET_STARTUP_HOOKS"] = Assembly.GetExecutingAssembly().Location,
                ["SAMLSP_LOAD_SAMPLES"] = heap,
            }
        );
        using var driver = new Driver(system.BaseUrl, 8);
        using var load = new SoakLoad(driver, options);
        var samples = new List<Sample>();
        var driving = load.RunAsync(options.Soak);
        var started = System.Diagnostics.Stopwatch.StartNew();
        while (!driving.IsCompleted)
        {
            await Task.WhenAny(driving, Task.Delay(Interval));
            var sample = Take(system, heap, started.Elapsed, load);
            samples.Add(sample);
            Report.Print(
                $"{sample.At:hh\\:mm\\:ss} RSS {sample.ResidentBytes / 1048576.0:F1} MB, heap {sample.HeapBytes / 1048576.0:F1} MB, {sample.Threads} threads, {sample.Handles} handles, {sample.SignIns:N0} sign-ins, {sample.Requests:N0} requests, {sample.Failures} failures"
            );

            // So that a soak that is broken off leaves its picture as well.
            if (samples.Count % 20 == 0 || driving.IsCompleted)
            {
                await SoakChart.WriteAsync(options.Picture, samples, options);
            }
        }

        await driving;
        Summarize(samples);
        foreach (var (fault, count) in driver.Faults.OrderByDescending(f => f.Value))
        {
            Report.Print($"wrong answers, those that were asked again among them: {count} × {fault}");
        }

        return samples[^1].Failures == 0 ? 0 : 1;
    }

    private static Sample Take(ServerSystem system, string heap, TimeSpan at, SoakLoad load)
    {
        var id = system.Nodes[0].Id;
        var fields = File.Exists(heap) ? File.ReadAllText(heap).Split(' ') : [];
        return new(
            at,
            ProcessMeter.ResidentBytes(id),
            fields.Length > 1 ? long.Parse(fields[1], CultureInfo.InvariantCulture) : 0,
            ProcessMeter.Threads(id),
            ProcessMeter.Handles(id),
            load.SignIns,
            load.Requests,
            load.Failures
        );
    }

    private static void Summarize(List<Sample> samples)
    {
        var half = samples.Where(s => s.At >= samples[^1].At / 2).ToList();
        Report.Print(
            $"{samples[^1].SignIns:N0} sign-ins and {samples[^1].Requests:N0} requests in {samples[^1].At:hh\\:mm\\:ss}, {samples[^1].Failures} failures"
        );
        Report.Print(
            $"second half: RSS {half.Min(s => s.ResidentBytes) / 1048576.0:F0} to {half.Max(s => s.ResidentBytes) / 1048576.0:F0} MB, trend {Trend(half, s => s.ResidentBytes / 1048576.0):+0.0;-0.0} MB an hour; heap {half.Min(s => s.HeapBytes) / 1048576.0:F0} to {half.Max(s => s.HeapBytes) / 1048576.0:F0} MB, trend {Trend(half, s => s.HeapBytes / 1048576.0):+0.0;-0.0} MB an hour; threads {half.Min(s => s.Threads)} to {half.Max(s => s.Threads)}, handles {half.Min(s => s.Handles)} to {half.Max(s => s.Handles)}"
        );
    }

    /// <summary>The slope of the straight line that fits best, for an hour.</summary>
    private static double Trend(List<Sample> samples, Func<Sample, double> value)
    {
        if (samples.Count < 2)
        {
            return 0;
        }

        var (x, y) = (samples.Average(s => s.At.TotalHours), samples.Average(value));
        var spread = samples.Sum(s => Math.Pow(s.At.TotalHours - x, 2));
        return spread == 0 ? 0 : samples.Sum(s => (s.At.TotalHours - x) * (value(s) - y)) / spread;
    }
}
