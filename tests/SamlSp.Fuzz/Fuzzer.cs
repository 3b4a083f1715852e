using System.Diagnostics;
using System.Globalization;

namespace SamlSp.Fuzz;

/// <summary>
/// Runs iterations, and checks of each outcome: no exception, no more time and memory than its size allows, and what the target itself
/// checks (above all, no acceptance with other claims than those signed).
/// </summary>
internal sealed class Fuzzer(FuzzOptions options, IReadOnlyList<(FuzzTarget Target, int Weight)> targets)
{
    // Between two looks at whether genuine messages are still accepted: a pooled array that was returned twice shows there.
    private const int HealthInterval = 512;

    /// <summary>How often each target came to each verdict.</summary>
    public SortedDictionary<string, long> Verdicts { get; } = new(StringComparer.Ordinal);

    public List<Finding> Findings { get; } = [];

    public long Iterations { get; private set; }

    /// <summary>The product's readers, and how often each is chosen.</summary>
    public static IReadOnlyList<(FuzzTarget Target, int Weight)> AllTargets() =>
        [
            (new ResponseTarget(isForm: false), 43),
            (new SignedTarget(), 3),
            (new ResponseTarget(isForm: true), 10),
            (new ReaderTarget(), 27),
            (new LogoutPostTarget(), 7),
            (new LogoutRedirectTarget(), 7),
            (new MetadataTarget(), 3),
        ];

    public void Run(Action<string>? report = null)
    {
        var clock = Stopwatch.StartNew();
        var reported = TimeSpan.Zero;
        for (var iteration = options.From; Goes(iteration, clock.Elapsed); iteration++)
        {
            Iterate(iteration);
            Iterations++;
            if (report is null || clock.Elapsed - reported < TimeSpan.FromSeconds(10))
            {
                continue;
            }

            reported = clock.Elapsed;
            report(Progress(clock.Elapsed));
        }

        report?.Invoke(Progress(clock.Elapsed));
    }

    /// <summary>Judges one input; null when nothing is wrong with the outcome.</summary>
    public static string? Examine(FuzzTarget target, byte[] input, out string verdict)
    {
        verdict = "exception";
        try
        {
            var (outcome, slow) = Measure(target, input);
            return target.Judge(input, outcome, out verdict) ?? slow;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return "Unhandled " + exception;
        }
    }

    /// <summary>
    /// Runs the product; over a bound, once more and then again, for only what comes back each time is the input's fault and not the
    /// machine's.
    /// </summary>
    private static (object? Outcome, string? Complaint) Measure(FuzzTarget target, byte[] input)
    {
        string? complaint = null;
        for (var attempt = 0; ; attempt++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var started = Stopwatch.GetTimestamp();
            var outcome = target.Execute(input);
            var elapsed = Stopwatch.GetElapsedTime(started);
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            complaint =
                elapsed > TimeBound(input.Length) ? $"Takes {elapsed.TotalMilliseconds:F1} ms for {input.Length} bytes."
                : allocated > target.AllocationBound(input.Length) ? $"Allocates {allocated} bytes for {input.Length}."
                : null;
            if (complaint is null || attempt == 3)
            {
                return (outcome, complaint);
            }

            (outcome as IDisposable)?.Dispose();
        }
    }

    private static TimeSpan TimeBound(int inputLength) => TimeSpan.FromMilliseconds(50) + TimeSpan.FromMicroseconds(inputLength);

    private bool Goes(long iteration, TimeSpan elapsed) =>
        Findings.Count < options.MaximumFindings
        && (options.Count is not { } count || iteration < options.From + count)
        && (options.Time is not { } time || elapsed < time);

    private void Iterate(long iteration)
    {
        var random = new FuzzRandom(options.Seed, iteration);
        var target = Choose(random);
        var input = target.Make(random);
        var complaint = Examine(target, input, out var verdict);
        var counted = target.Name + " " + verdict;
        Verdicts[counted] = Verdicts.GetValueOrDefault(counted) + 1;
        if (complaint is null && iteration % HealthInterval == 0)
        {
            complaint = target.CheckHealth(random);
        }

        if (complaint is not null)
        {
            Keep(new(target.Name, iteration, complaint, input));
        }
    }

    private FuzzTarget Choose(FuzzRandom random)
    {
        if (options.Target is { } name)
        {
            return targets.First(target => target.Target.Name == name).Target;
        }

        var chosen = random.Next(targets.Sum(static target => target.Weight));
        foreach (var (target, weight) in targets)
        {
            chosen -= weight;
            if (chosen < 0)
            {
                return target;
            }
        }

        throw new UnreachableException();
    }

    private void Keep(Finding finding)
    {
        Findings.Add(finding);
        if (options.Folder is null)
        {
            return;
        }

        Directory.CreateDirectory(options.Folder);
        File.WriteAllBytes(Path.Combine(options.Folder, $"{finding.Target}-{options.Seed}-{finding.Iteration}"), finding.Input);
    }

    private string Progress(TimeSpan elapsed) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Iterations:N0} iterations, {Iterations / elapsed.TotalSeconds:N0} a second, {Findings.Count} findings"
        );
}
