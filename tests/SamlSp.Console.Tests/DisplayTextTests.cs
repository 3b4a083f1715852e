namespace SamlSp.Console.Tests;

public sealed class DisplayTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("00:00:20", "in a moment")]
    [InlineData("-00:00:20", "just now")]
    [InlineData("-00:02:40", "3 minutes ago")]
    [InlineData("00:59:50", "in 1 hour")]
    [InlineData("07:59:10", "in 8 hours")]
    [InlineData("07:10:00", "in 7 hours")]
    [InlineData("23:58:00", "in 24 hours")]
    [InlineData("364.23:59:00", "in 12 months")]
    public void RelativeTime_Distance_IsRounded(string distance, string words) =>
        Assert.Equal(words, DisplayText.Relative(Now + TimeSpan.Parse(distance, System.Globalization.CultureInfo.InvariantCulture), Now));
}
