using System.Diagnostics;

namespace SamlSp.Benchmarks;

/// <summary>
/// Ratios that hold on a machine that is not ours alone: short windows of each candidate in turn, and of each the best one. What else runs
/// on the machine only ever adds, and hits all alike.
/// </summary>
internal static class Alternation
{
    private const int Rounds = 400;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(5);

    /// <summary>The best time of each, in microseconds.</summary>
    public static double[] Best(params Action[] candidates)
    {
        var best = new double[candidates.Length];
        Array.Fill(best, double.MaxValue);
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < candidates.Length; i++)
            {
                var elapsed = Measure(candidates[i]);

                // The first rounds are for the just-in-time compiler.
                if (round >= Rounds / 4)
                {
                    best[i] = Math.Min(best[i], elapsed);
                }
            }
        }

        return best;
    }

    private static double Measure(Action action)
    {
        var count = 0;
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Window)
        {
            action();
            count++;
        }

        return clock.Elapsed.TotalMicroseconds / count;
    }
}
