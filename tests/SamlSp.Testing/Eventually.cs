using System.Diagnostics;

namespace SamlSp.Testing;

/// <summary>Waits until a condition holds, up to a limit.</summary>
public static class Eventually
{
    /// <summary>Returns how long it took until a condition held.</summary>
    /// <exception cref="TimeoutException">It did not within the limit.</exception>
    public static async Task<TimeSpan> HoldsAsync(Func<Task<bool>> condition, TimeSpan limit, string what = "it")
    {
        ArgumentNullException.ThrowIfNull(condition);
        var since = Stopwatch.StartNew();
        while (!await condition())
        {
            if (since.Elapsed > limit)
            {
                throw new TimeoutException($"After {since.Elapsed.TotalSeconds:0.0} s, {what} did not hold yet.");
            }

            await Task.Delay(20);
        }

        return since.Elapsed;
    }
}
