using System.Diagnostics;

namespace SamlSp.Load;

/// <summary>From the start of the process to readiness, and to the first metadata.</summary>
internal static class StartUpScenario
{
    private const int Starts = 7;

    public static async Task<int> RunAsync(LoadOptions options)
    {
        var folder = Directory.CreateTempSubdirectory("samlsp-start").FullName;
        var (first, _) = await StartAsync(options, folder);
        var ready = new List<double>();
        var metadata = new List<double>();
        for (var start = 0; start < Starts; start++)
        {
            var (isReady, hasMetadata) = await StartAsync(options, folder);
            ready.Add(isReady);
            metadata.Add(hasMetadata);
        }

        Report.Print($"{options.Server}: on SQLite, {Starts} starts");
        Report.Print($"the very first, which makes keys and store: ready after {first:F0} ms");
        Report.Print(
            $"ready after {Median(ready):F0} ms (least {ready.Min():F0}), first metadata after {Median(metadata):F0} ms (least {metadata.Min():F0})"
        );
        return 0;
    }

    private static async Task<(double Ready, double Metadata)> StartAsync(LoadOptions options, string folder)
    {
        var clock = Stopwatch.StartNew();
        await using var system = await ServerSystem.StartAsync(options.Server, folder: folder);
        var ready = system.Nodes[0].ReadyAfter.TotalMilliseconds;
        var before = clock.Elapsed.TotalMilliseconds;
        using var driver = new Driver(system.BaseUrl, 1);
        if (!await driver.SendAsync(new(HttpMethod.Get, system.BaseUrl + "/Saml2"), 200))
        {
            throw new InvalidOperationException("There is no metadata.");
        }

        return (ready, ready + clock.Elapsed.TotalMilliseconds - before);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
