using System.Text;

namespace SamlSp.Protocol.Tests;

public class MetadataInstantTests
{
    [Theory]
    [InlineData("2026-11-22T06:00:00Z")]
    [InlineData("2026-11-22T06:00:00.000Z")]
    [InlineData("2026-11-22T08:00:00+02:00")]
    [InlineData("2026-11-21T22:00:00.0-08:00")]
    public void MetadataInstant_ValidText_IsReadAsUtc(string text)
    {
        Assert.True(MetadataInstant.TryParse(Encoding.UTF8.GetBytes(text), out var instant));
        Assert.Equal(new DateTimeOffset(2026, 11, 22, 6, 0, 0, TimeSpan.Zero), instant);
        Assert.Equal(TimeSpan.Zero, instant.Offset);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-22T06:00:00")]
    [InlineData("2026-11-22T06:00:00+2:00")]
    [InlineData("2026-11-22T06:00:00+99:00")]
    [InlineData("2026-13-22T06:00:00+02:00")]
    public void MetadataInstant_InvalidText_IsNotRead(string text) =>
        Assert.False(MetadataInstant.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
