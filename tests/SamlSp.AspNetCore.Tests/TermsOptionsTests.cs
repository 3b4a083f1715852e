namespace SamlSp.AspNetCore.Tests;

/// <summary>Where terms can be read: the address is a link on the page on which users accept them.</summary>
public sealed class TermsOptionsTests
{
    [Theory]
    [InlineData("https://example.com/terms", true)]
    [InlineData("http://localhost:8080/terms", true)]
    [InlineData("http://example.com/terms", false)]
    [InlineData("javascript://localhost/%0aalert(1)", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/terms", false)]
    public void TermsUrl_NotHttpsOrLoopback_IsRefused(string url, bool accepted) =>
        Assert.Equal(
            accepted,
            !new TermsOptions { Url = url }
                .Check()
                .Any()
        );
}
