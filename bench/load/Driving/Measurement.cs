using System.Diagnostics;

namespace SamlSp.Load;

/// <summary>What one window of driving gave.</summary>
/// <param name="Name">The workload.</param>
/// <param name="Requests">Right answers.</param>
/// <param name="Failures">Other answers, and none.</param>
/// <param name="Elapsed">The window's length.</param>
/// <param name="Latencies">Of the right answers, in ticks of <see cref="Stopwatch"/>, in order.</param>
/// <param name="Costs">CPU time by part of the system, in seconds.</param>
/// <param name="ResidentBytes">The first node's resident memory at the end.</param>
internal sealed record Measurement(
    string Name,
    int Requests,
    int Failures,
    TimeSpan Elapsed,
    long[] Latencies,
    IReadOnlyDictionary<string, double> Costs,
    long ResidentBytes
)
{
    /// <summary>CPU time of the nodes for each right answer, in microseconds, in each of the rounds of which this is the best.</summary>
    public IReadOnlyList<double> RoundCosts { get; init; } = [];

    /// <summary>Right answers a second.</summary>
    public double Rate => Requests / Elapsed.TotalSeconds;

    /// <summary>CPU time of a part for each right answer, in microseconds.</summary>
    public double Cost(string part) => Requests == 0 ? 0 : Costs.GetValueOrDefault(part) * 1e6 / Requests;

    /// <summary>What one core of the nodes could answer in a second, had it nothing else to do.</summary>
    public double RatePerCore => Cost(Parts.Nodes) is > 0 and var cost ? 1e6 / cost : 0;

    /// <summary>
    /// Answers a second and core against a baseline's, the median of the rounds: the machine's own speed changes between two rounds more
    /// than between two windows of one.
    /// </summary>
    public double Against(Measurement baseline)
    {
        var ratios = RoundCosts.Zip(baseline.RoundCosts, (own, other) => other / own).Order().ToArray();
        return ratios.Length % 2 == 1 ? ratios[ratios.Length / 2] : (ratios[(ratios.Length / 2) - 1] + ratios[ratios.Length / 2]) / 2;
    }

    /// <summary>The latency that this share of the right answers stays below, in milliseconds.</summary>
    public double Quantile(double share) =>
        Latencies.Length == 0
            ? 0
            : Latencies[Math.Min(Latencies.Length - 1, (int)(share * Latencies.Length))] * 1000.0 / Stopwatch.Frequency;
}
