using System.Diagnostics;

namespace SamlSp.Load;

/// <summary>Sends a workload over a number of connections, each with one request under way (a closed loop), or at a given rate.</summary>
internal sealed class Driver(string baseUrl, int connections) : IDisposable
{
    private readonly HttpMessageInvoker _client = new(
        new SocketsHttpHandler
        {
            UseCookies = false,
            AllowAutoRedirect = false,
            UseProxy = false,
            MaxConnectionsPerServer = connections,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        }
    );

    public string BaseUrl { get; } = baseUrl;

    /// <summary>What wrong answers were: statuses and faults of the connection, with how often.</summary>
    public System.Collections.Concurrent.ConcurrentDictionary<string, int> Faults { get; } = new(StringComparer.Ordinal);

    /// <summary>Drives for a time, or until the workload has nothing left.</summary>
    /// <param name="workload">What to send.</param>
    /// <param name="duration">How long.</param>
    /// <param name="system">Whose CPU time is counted.</param>
    public async Task<Measurement> RunAsync(Workload workload, TimeSpan duration, IMeasuredSystem system)
    {
        var before = system.CpuSeconds();
        var driverBefore = Process.GetCurrentProcess().TotalProcessorTime;
        var started = Stopwatch.GetTimestamp();
        var results = await Task.WhenAll(
            Enumerable.Range(0, connections).Select(_ => Task.Run(() => WorkAsync(workload, started, duration)))
        );
        var elapsed = Stopwatch.GetElapsedTime(started);
        var after = system.CpuSeconds();
        var costs = after.ToDictionary(part => part.Key, part => part.Value - before.GetValueOrDefault(part.Key), StringComparer.Ordinal);
        costs[Parts.Driver] = (Process.GetCurrentProcess().TotalProcessorTime - driverBefore).TotalSeconds;
        var latencies = results.SelectMany(r => r.Latencies).Order().ToArray();
        return new(workload.Name, latencies.Length, results.Sum(r => r.Failures), elapsed, latencies, costs, system.ResidentBytes());
    }

    /// <summary>Sends one request.</summary>
    /// <returns>Whether the answer is the right one.</returns>
    public async Task<bool> SendAsync(HttpRequestMessage request, int expected)
    {
        using (request)
        {
            try
            {
                using var response = await _client.SendAsync(request, CancellationToken.None);
                await response.Content.CopyToAsync(Stream.Null);
                if ((int)response.StatusCode == expected)
                {
                    return true;
                }

                Note($"{request.RequestUri!.AbsolutePath} {(int)response.StatusCode}");
            }
            catch (HttpRequestException e)
            {
                Note($"{request.RequestUri!.AbsolutePath} {e.GetBaseException().Message}");
            }

            return false;
        }
    }

    /// <summary>Sends one request and hands out the answer, for setting up.</summary>
    public Task<HttpResponseMessage> AskAsync(HttpRequestMessage request) => _client.SendAsync(request, CancellationToken.None);

    /// <summary>Counts a wrong answer.</summary>
    public void Note(string fault) => Faults.AddOrUpdate(fault, 1, (_, count) => count + 1);

    public void Dispose() => _client.Dispose();

    private async Task<(List<long> Latencies, int Failures)> WorkAsync(Workload workload, long started, TimeSpan duration)
    {
        var latencies = new List<long>(16 * 1024);
        var failures = 0;
        while (Stopwatch.GetElapsedTime(started) < duration && workload.Next() is { } request)
        {
            var sent = Stopwatch.GetTimestamp();
            if (await SendAsync(request, workload.Expected))
            {
                latencies.Add(Stopwatch.GetTimestamp() - sent);
            }
            else
            {
                failures++;
            }
        }

        return (latencies, failures);
    }
}
