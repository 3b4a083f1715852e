namespace SamlSp.Scaling;

/// <summary>A measurement. CPU times are microseconds for each answer.</summary>
internal sealed record Measured
{
    /// <summary>Answers a second.</summary>
    public required double PerSecond { get; init; }

    /// <summary>Of the nodes.</summary>
    public required double NodeMicroseconds { get; init; }

    /// <summary>Of PostgreSQL.</summary>
    public required double DatabaseMicroseconds { get; init; }

    /// <summary>Of nginx.</summary>
    public required double ProxyMicroseconds { get; init; }

    /// <summary>Of the driver, which ran on the same cores.</summary>
    public required double DriverMicroseconds { get; init; }

    /// <summary>Half of the answers took no longer.</summary>
    public double P50Milliseconds { get; init; }

    /// <summary>99 in a hundred took no longer.</summary>
    public double P99Milliseconds { get; init; }

    /// <summary>Of everything.</summary>
    public double AllMicroseconds => NodeMicroseconds + DatabaseMicroseconds + ProxyMicroseconds + DriverMicroseconds;
}
