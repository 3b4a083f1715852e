namespace SamlSp.Claims.Tests;

/// <summary>A clock that always shows 2026-11-22 06:00:00 UTC.</summary>
internal sealed class TestClock : TimeProvider
{
    public static readonly TestClock Instance = new();

    public override DateTimeOffset GetUtcNow() => new(2026, 11, 22, 6, 0, 0, TimeSpan.Zero);
}
