using System.Diagnostics.Metrics;

namespace SamlSp.Directory;

/// <summary>Instruments of the store: meter <see cref="Name"/>.</summary>
internal static class DirectoryTelemetry
{
    /// <summary>The name of the meter.</summary>
    public const string Name = "SamlSp.Directory";

    private static readonly Meter Meter = new(Name);

    /// <summary>
    /// One piece of work at the store, with waiting for its turn and repetition, by <c>samlsp.mode</c> and <c>samlsp.outcome</c>
    /// (<c>ok</c>, <c>failed</c>), seconds.
    /// </summary>
    internal static Histogram<double> StoreDuration { get; } =
        Meter.CreateHistogram<double>("samlsp.store.duration", "s", "One piece of work at the store.");
}
