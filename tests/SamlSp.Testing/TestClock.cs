namespace SamlSp.Testing;

/// <summary>The current time of the tests.</summary>
public static class TestClock
{
    /// <summary>2026-11-22T06:00:00Z.</summary>
    public static readonly DateTimeOffset Now = new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);

    /// <summary>A clock that stands at <see cref="Now"/> until it is moved.</summary>
    public static MutableTimeProvider Create() => new(Now);
}
