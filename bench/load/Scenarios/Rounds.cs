using System.Diagnostics;

namespace SamlSp.Load;

/// <summary>Gives each contender its window in turn, several times, and keeps the best: other work on the machine only ever adds.</summary>
internal static class Rounds
{
    private const int LeastNeed = 1000;

    public static async Task<IReadOnlyList<Measurement>> RunAsync(LoadOptions options, params Contender[] contenders)
    {
        var best = new Measurement?[contenders.Length];
        var needs = new int[contenders.Length];
        var costs = contenders.Select(_ => new List<double>()).ToArray();
        for (var i = 0; i < contenders.Length; i++)
        {
            needs[i] = Needs(options, await WarmUpAsync(options, contenders[i]));
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var measured = await contenders[i].Driver.RunAsync(contenders[i].Workload(needs[i]), options.Window, contenders[i].System);
                needs[i] = Needs(options, measured);
                measured = measured with { Name = contenders[i].Name };
                if (measured.Failures > 0)
                {
                    throw new InvalidOperationException(
                        $"{measured.Name}: {measured.Failures} of {measured.Failures + measured.Requests} answers were not the right ones: {string.Join(", ", contenders[i].Driver.Faults.Keys.Take(5))}."
                    );
                }

                costs[i].Add(measured.Cost(Parts.Nodes));
                if (best[i] is not { } before || Cost(measured) < Cost(before))
                {
                    best[i] = measured;
                }
            }
        }

        return [.. best.Select((measured, i) => measured! with { RoundCosts = costs[i] })];
    }

    /// <summary>Until the runtime has compiled the hot paths for good: it does so after enough calls, not after enough time.</summary>
    private static async Task<Measurement> WarmUpAsync(LoadOptions options, Contender contender)
    {
        var answers = 0;
        Measurement last;
        var started = Stopwatch.StartNew();
        do
        {
            last = await contender.Driver.RunAsync(contender.Workload(LeastNeed), options.Window, contender.System);
            if (last.Requests == 0)
            {
                throw new InvalidOperationException(
                    $"{contender.Name}: no answer of {last.Failures} was the right one: {string.Join(", ", contender.Driver.Faults.Keys.Take(5))}."
                );
            }

            answers += last.Requests;
        } while (answers < options.WarmUpAnswers && started.Elapsed < TimeSpan.FromSeconds(30));
        return last;
    }

    /// <summary>As many requests as a window is likely to need, and some more.</summary>
    private static int Needs(LoadOptions options, Measurement last) =>
        Math.Clamp((int)(last.Rate * options.Window.TotalSeconds * 1.5), LeastNeed, 50_000);

    private static double Cost(Measurement measured) =>
        measured.Costs.Where(part => part.Key != Parts.Driver).Sum(part => part.Value) / measured.Requests;
}
