using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Every other test depends on the builder: two other implementations accept what it creates.
public class TestIdpTests
{
    private const string Assertion = "urn:oasis:names:tc:SAML:2.0:assertion:Assertion";
    private const string Response = "urn:oasis:names:tc:SAML:2.0:protocol:Response";

    public static TheoryData<string, string> Keys =>
        new()
        {
            { "Idp", XmlAlgorithms.RsaSha256 },
            { "Idp", XmlAlgorithms.RsaSha512 },
            { "IdpEcdsa", XmlAlgorithms.EcdsaSha256 },
            { "IdpEcdsa384", XmlAlgorithms.EcdsaSha384 },
        };

    [Theory]
    [MemberData(nameof(Keys))]
    public void TestIdp_SignedAssertion_VerifiesInTwoOtherImplementations(string key, string algorithm)
    {
        var certificate = key switch
        {
            "IdpEcdsa" => TestCertificates.IdpEcdsa,
            "IdpEcdsa384" => TestCertificates.IdpEcdsa384,
            _ => TestCertificates.Idp,
        };
        var response = TestIdp.Create().SignWith(certificate, algorithm).SignedResponse();
        using var xmlsec = new Xmlsec1();
        Assert.True(ReferenceSigner.Verify(response.ToDocument(), response.AssertionId, certificate));
        Assert.True(xmlsec.Verify(response.Bytes, Assertion, certificate));
        Assert.False(xmlsec.Verify(response.Bytes, Assertion, TestCertificates.Untrusted));
    }

    [Fact]
    public void TestIdp_SignedResponseAndAssertion_BothVerify()
    {
        var response = TestIdp.Create().Sign(SignedParts.Both).SignedResponse();
        using var xmlsec = new Xmlsec1();
        Assert.True(ReferenceSigner.Verify(response.ToDocument(), response.AssertionId, TestCertificates.Idp));
        Assert.True(ReferenceSigner.Verify(response.ToDocument(), response.ResponseId, TestCertificates.Idp));
        var document = response.ToDocument();
        Assert.True(xmlsec.Verify(response.Bytes, Response, TestCertificates.Idp, "/*/*[local-name()='Signature']"));
        Assert.NotNull(document.DocumentElement);
    }

    [Fact]
    public void TestIdp_ChangedByte_FailsInTwoOtherImplementations()
    {
        var response = TestIdp.Create().Tampered("alice@example.com", "alicf@example.com").SignedResponse();
        using var xmlsec = new Xmlsec1();
        Assert.False(ReferenceSigner.Verify(response.ToDocument(), response.AssertionId, TestCertificates.Idp));
        Assert.False(xmlsec.Verify(response.Bytes, Assertion, TestCertificates.Idp));
    }

    [Theory]
    [InlineData(XmlAlgorithms.Aes128Cbc)]
    [InlineData(XmlAlgorithms.Aes256Cbc)]
    [InlineData(XmlAlgorithms.Aes128Gcm)]
    [InlineData(XmlAlgorithms.Aes256Gcm)]
    public void TestIdp_EncryptedAssertion_IsDecryptedByXmlsec1(string algorithm)
    {
        var response = TestIdp.Create().Encrypted(new() { DataAlgorithm = algorithm }).SignedResponse();
        Assert.DoesNotContain("alice@example.com", response.Xml, StringComparison.Ordinal);
        using var xmlsec = new Xmlsec1();
        Assert.Contains(
            "alice@example.com",
            Encoding.UTF8.GetString(xmlsec.Decrypt(response.Bytes, TestCertificates.SpDecryption)),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void TestIdp_MemberAndGuests_HaveNameIdsAsEntraWritesThem()
    {
        Assert.Contains(">alice@example.com</NameID>", TestIdp.Create().Member("alice").SignedResponse().Xml, StringComparison.Ordinal);
        Assert.Contains(">charlie@altostrat.com</NameID>", TestIdp.Create().EntraGuest().SignedResponse().Xml, StringComparison.Ordinal);
        Assert.Contains(
            ">user_hotmail.com#EXT#@contoso.onmicrosoft.com</NameID>",
            TestIdp.Create().ExternalGuest().SignedResponse().Xml,
            StringComparison.Ordinal
        );
    }
}
