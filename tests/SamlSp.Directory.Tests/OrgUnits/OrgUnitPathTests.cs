namespace SamlSp.Directory.Tests;

public sealed class OrgUnitPathTests
{
    [Theory]
    [InlineData("/guests\u202E")]
    [InlineData("/\u200Bguests")]
    [InlineData("/gu\u2066ests")]
    [InlineData("/gu\u00ADests")]
    [InlineData("/gu\u2028ests")]
    [InlineData("/gu\ud800ests")]
    [InlineData("/\uFEFF")]
    [InlineData("/gu\u0007ests")]
    public void IsValid_InvisibleCharacter_IsFalse(string path) => Assert.False(OrgUnitPath.IsValid(path));

    [Theory]
    [InlineData("/")]
    [InlineData("/guests/contractors")]
    [InlineData("/Gäste/名前/😀")]
    [InlineData("/\u05D0\u05D1/a b")]
    public void IsValid_VisibleCharacters_IsTrue(string path) => Assert.True(OrgUnitPath.IsValid(path));
}
