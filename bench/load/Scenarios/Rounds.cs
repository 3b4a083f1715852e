using System.Diagnostics;

namespace SamlSp.Load;

/// <summary>Gives each contender its window in turn, several times, and keeps the best: other work on the machine only ever adds.</summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<Measurement>> RunAsync(LoadOptions options, params Contender[] contenders)
    {
        var best = new Measurement?[contenders.Length];
        foreach (var contender in contenders) await WarmUpAsync(options, contender);
        for (var round = 0; round < options.Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var measured = await contenders[i].Driver.RunAsync(contenders[i].Workload(), options.Window, contenders[i].System);
                measured = measured with { Name = contenders[i].Name };
                if (measured.Failures > 0) throw new InvalidOperationException($"{measured.Name}: {measured.Failures} of {measured.Failures + measured.Requests} answers were not the right ones.");
                if (best[i] is not { } before || Cost(measured) < Cost(before)) best[i] = measured;
            }
        }

        return [.. best.Select(measured => measured!)];
    }

    /// <summary>Until the runtime has compiled the hot paths for good: it does so after enough calls, not after enough time.</summary>
    private static async Task WarmUpAsync(LoadOptions options, Contender contender)
    {
        var answers = 0;
        for (var started = Stopwatch.StartNew(); answers < options.WarmUpAnswers && started.Elapsed < TimeSpan.FromMinutes(1);)
        {
            answers += (await contender.Driver.RunAsync(contender.Workload(), options.Window, contender.System)).Requests;
        }
    }

    private static double Cost(Measurement measured) => measured.Costs.Where(part => part.Key != Parts.Driver).Sum(part => part.Value) / measured.Requests;
}
