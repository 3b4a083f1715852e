using System.Text;

namespace SamlSp.Protocol.Tests;

public class WireInstantTests
{
    [Theory]
    [InlineData("2026-11-22T06:00:00Z", 0)]
    [InlineData("2026-11-22T06:00:00.5Z", 5_000_000)]
    [InlineData("2026-11-22T06:00:00.1234567Z", 1_234_567)]
    [InlineData("2026-11-22T06:00:00.123456789Z", 1_234_567)]
    public void AUtcInstantIsRead(string text, long ticks)
    {
        Assert.True(WireInstant.TryParse(Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero).AddTicks(ticks), instant);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-22T06:00:00")]
    [InlineData("2026-11-22T06:00:00+00:00")]
    [InlineData("2026-11-22 06:00:00Z")]
    [InlineData("2026-11-22T06:00:00.Z")]
    [InlineData("2026-11-22T06:00:00.5xZ")]
    [InlineData("2026-11-22T25:00:00Z")]
    [InlineData("2026-13-22T06:00:00Z")]
    [InlineData("2026-02-30T06:00:00Z")]
    [InlineData(" 2026-11-22T06:00:00Z")]
    [InlineData("2026-11-22T06:00:00Z ")]
    [InlineData("12026-11-22T06:00:00Z")]
    [InlineData("-2026-11-22T06:00:00Z")]
    [InlineData("2026-11-22T06:00:00.11111111111111111111111111111111Z")]
    [InlineData("２026-11-22T06:00:00Z")]
    public void AnythingElseIsNot(string text) => Assert.False(WireInstant.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void MetadataMayHaveAnOffset()
    {
        Assert.True(WireInstant.TryParseAny("2026-11-22T08:00:00+02:00"u8, out var instant));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero), instant);
    }
}
