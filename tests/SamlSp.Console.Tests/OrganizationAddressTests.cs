namespace SamlSp.Console.Tests;

/// <summary>The short name of an organization, made of the name that people type.</summary>
public sealed class OrganizationAddressTests
{
    [Theory]
    [InlineData("Contoso", "contoso")]
    [InlineData("Müller & Söhne GmbH", "mueller-soehne-gmbh")]
    [InlineData("  A.C.M.E., Inc. ", "a-c-m-e-inc")]
    [InlineData("L'Oréal", "loreal")]
    [InlineData("Škoda Plzeň", "skoda-plzen")]
    [InlineData("Łódź e\u0301", "lodz-e")]
    [InlineData("日本語", "")]
    [InlineData("--", "")]
    public void OrganizationAddress_NameAsTyped_IsLettersDigitsAndHyphens(string title, string address) =>
        Assert.Equal(address, OrganizationAddress.From(title));

    [Fact]
    public void OrganizationAddress_LongName_HasSixtyFourCharacters() =>
        Assert.Equal(64, OrganizationAddress.From(new string('ä', 200)).Length);
}
