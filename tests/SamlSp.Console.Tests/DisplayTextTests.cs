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

    [Theory]
    [InlineData(
        "Connection:MetadataUrl: must be an absolute https: address",
        "App Federation Metadata Url: must be an absolute https: address."
    )]
    [InlineData("Domains:3: 'x' is not a domain name", "E-mail domains: 'x' is not a domain name.")]
    [InlineData("MatchByEmail: needs Domains: only these", "Match users by e-mail address: needs “E-mail domains”: only these.")]
    [InlineData(
        "Connection:Issuer: is required, unless AuthorizationUrl is Entra's",
        "Issuer: is required, unless “Authorization URL (v2)” is Entra's."
    )]
    [InlineData("NameId:Conditions:2:Transformations:0:Pattern: is too long", "Claim rules, NameID, row 3: is too long.")]
    [InlineData("Claims:0:Conditions:1:Source: is unknown", "Claim rules, claim 1, row 2: is unknown.")]
    public void SettingError_KeyPath_BecomesTheNameOfTheField(string error, string shown) =>
        Assert.Equal(shown, SettingDisplayText.Error(error));

    [Fact]
    public void Name_LongOrWithInvisibleCharacters_IsBounded()
    {
        Assert.Equal(new string('x', 80) + "…", DisplayText.Bounded(new string('x', 100_000)));
        Assert.Equal("Ada Lovelace", DisplayText.Bounded("Ada\u202E Love\u0000lace"));
        Assert.Equal("می\u200Cخواهم", DisplayText.Bounded("می\u200Cخواهم"));
    }
}
