using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// xmlsec1 as the other side: it signs and encrypts, we verify and decrypt.
public class Xmlsec1InteropTests
{
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    private readonly ResponseVerifier _verifier = new(new(), TestClock.Create());

    public static TheoryData<string, string, string, string?> Signatures =>
        new()
        {
            { "Idp", XmlAlgorithms.RsaSha256, XmlAlgorithms.Sha256, null },
            { "Idp", XmlAlgorithms.RsaSha384, XmlAlgorithms.Sha384, null },
            { "Idp", XmlAlgorithms.RsaSha512, XmlAlgorithms.Sha512, null },
            { "Idp", XmlAlgorithms.RsaSha256, XmlAlgorithms.Sha256, "samlp #default" },
            { "IdpEcdsa", XmlAlgorithms.EcdsaSha256, XmlAlgorithms.Sha256, null },
            { "IdpEcdsa384", XmlAlgorithms.EcdsaSha384, XmlAlgorithms.Sha512, null },
        };

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Verifier_SignedByXmlsec1_IsAcceptedUntilOneByteChanges(string key, string signature, string digest, string? prefixes)
    {
        var (idp, signed) = Sign(Certificate(key), signature, digest, prefixes);
        var result = _verifier.VerifyXml(signed, idp.Expectations());
        Assert.True(result.Accepted, result.Refusal?.Code + " " + result.Refusal?.Message);
        Assert.Equal("alice@example.com", result.Assertion.NameId.Value);

        var changed = Encoding.UTF8.GetBytes(
            Encoding.UTF8.GetString(signed).Replace("alice@example.com</NameID>", "alicf@example.com</NameID>", StringComparison.Ordinal)
        );
        Assert.Equal(RefusalCodes.SignatureInvalid, _verifier.VerifyXml(changed, idp.Expectations()).Refusal?.Code);
    }

    [Fact]
    public void Verifier_CarriageReturnsInSignedText_AreReturnedAsSigned()
    {
        var (idp, signed) = Sign(
            TestCertificates.Idp,
            XmlAlgorithms.RsaSha256,
            XmlAlgorithms.Sha256,
            null,
            text => text.Replace("Alice Member", "a&#13;b\r\nc&#xA;é\U0001F600", StringComparison.Ordinal)
        );
        var result = _verifier.VerifyXml(signed, idp.Expectations());
        Assert.Equal(["a\rb\nc\né\U0001F600"], result.Assertion?.Attributes[EntraClaims.DisplayName]);
    }

    [Theory]
    [InlineData("aes128-cbc", "aes-128")]
    [InlineData("aes256-cbc", "aes-256")]
    [InlineData("aes128-gcm", "aes-128")]
    [InlineData("aes256-gcm", "aes-256")]
    public void Verifier_EncryptedByXmlsec1_IsDecrypted(string algorithm, string sessionKey)
    {
        var idp = TestIdp.Create().Encrypted();
        var response = (idp with { Encryption = null }).SignedResponse();
        var uri =
            (algorithm.EndsWith("gcm", StringComparison.Ordinal) ? "http://www.w3.org/2009/xmlenc11#" : "http://www.w3.org/2001/04/xmlenc#")
            + algorithm;
        var template =
            $"<xenc:EncryptedData xmlns:xenc=\"http://www.w3.org/2001/04/xmlenc#\" Type=\"http://www.w3.org/2001/04/xmlenc#Element\"><xenc:EncryptionMethod Algorithm=\"{uri}\"/>"
            + "<ds:KeyInfo xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"><xenc:EncryptedKey><xenc:EncryptionMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p\"/>"
            + "<xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedKey></ds:KeyInfo><xenc:CipherData><xenc:CipherValue/></xenc:CipherData></xenc:EncryptedData>";
        var wrapped = response
            .Xml.Replace("<Assertion ", $"<EncryptedAssertion xmlns=\"{Saml}\"><Assertion ", StringComparison.Ordinal)
            .Replace("</Assertion>", "</Assertion></EncryptedAssertion>", StringComparison.Ordinal);
        using var xmlsec = new Xmlsec1();
        var encrypted = xmlsec.Encrypt(
            Encoding.UTF8.GetBytes(wrapped),
            template,
            TestCertificates.SpDecryption,
            sessionKey,
            "//*[local-name()='Assertion']"
        );
        var result = _verifier.VerifyXml(encrypted, idp.Expectations());
        Assert.True(result.Accepted, result.Refusal?.Code + " " + result.Refusal?.Message);
        Assert.True(result.Assertion.Encrypted);
    }

    private static (TestIdp Idp, byte[] Signed) Sign(
        X509Certificate2 certificate,
        string signature,
        string digest,
        string? prefixes,
        Func<string, string>? change = null
    )
    {
        var idp = TestIdp.Create().Sign(SignedParts.None);
        var response = idp.SignedResponse();
        var template = Xmlsec1Template.For(response.AssertionId, prefixes, signature, digest);
        var text = response.Xml.Replace("</Issuer><Subject>", "</Issuer>" + template + "<Subject>", StringComparison.Ordinal);
        using var xmlsec = new Xmlsec1();
        return (idp, xmlsec.Sign(Encoding.UTF8.GetBytes(change is null ? text : change(text)), Saml + ":Assertion", certificate));
    }

    private static X509Certificate2 Certificate(string name) =>
        name switch
        {
            "IdpEcdsa" => TestCertificates.IdpEcdsa,
            "IdpEcdsa384" => TestCertificates.IdpEcdsa384,
            _ => TestCertificates.Idp,
        };
}
