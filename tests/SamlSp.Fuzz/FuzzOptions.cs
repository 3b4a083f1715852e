namespace SamlSp.Fuzz;

/// <summary>What to run.</summary>
internal sealed record FuzzOptions
{
    /// <summary>With the iteration's number, everything that an iteration does follows from it.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The first iteration.</summary>
    public long From { get; init; }

    /// <summary>How many iterations; null for as many as there is time for.</summary>
    public long? Count { get; init; }

    /// <summary>For how long.</summary>
    public TimeSpan? Time { get; init; }

    /// <summary>Where inputs of findings are put; null for nowhere.</summary>
    public string? Folder { get; init; }

    /// <summary>Only this target.</summary>
    public string? Target { get; init; }

    /// <summary>Findings after which there is no point in going on.</summary>
    public int MaximumFindings { get; init; } = 20;
}
