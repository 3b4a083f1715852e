using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// A second signer and encrypter, in C and on libxml2.
public class XmlsecResponseTests
{
    private const string Namespaces = "urn:oasis:names:tc:SAML:2.0:";

    public static TheoryData<string, string, string> Signatures =>
        new()
        {
            { "Assertion", XmlAlgorithms.RsaSha256, XmlAlgorithms.Sha256 },
            { "Response", XmlAlgorithms.RsaSha256, XmlAlgorithms.Sha256 },
            { "Assertion", XmlAlgorithms.RsaSha512, XmlAlgorithms.Sha512 },
            { "Assertion", XmlAlgorithms.RsaSha384, XmlAlgorithms.Sha384 },
            { "Response", XmlAlgorithms.EcdsaSha256, XmlAlgorithms.Sha256 },
            { "Assertion", XmlAlgorithms.EcdsaSha384, XmlAlgorithms.Sha512 },
        };

    [Theory]
    [MemberData(nameof(Signatures))]
    public void Verifier_XmlsecTemplateSigned_IsAcceptedUntilOneByteChanges(string element, string signature, string digest)
    {
        var idp = TestIdp
            .Create()
            .EntraGuest("chärlie \U0001F600")
            .Sign(SignedParts.None)
            .BeforeSigning(XmlsecTemplates.SignatureOf(element, signature, digest));
        var signed = Sign(idp.SignedResponse().Bytes, element, signature);
        var result = Verify(signed, idp);
        Assert.True(result.Accepted, result.Refusal?.Message);
        Assert.Equal("chärlie \U0001F600@altostrat.com", result.Assertion.NameId.Value);
        Assert.Equal(element == "Response" ? SignedPart.Response : SignedPart.Assertion, result.Assertion.Signed);

        var text = Encoding.UTF8.GetString(signed);
        Assert.Equal(
            RefusalCodes.SignatureInvalid,
            Verify(
                Encoding.UTF8.GetBytes(text.Replace("@altostrat.com</NameID>", "@altostrat.con</NameID>", StringComparison.Ordinal)),
                idp
            ).Refusal?.Code
        );
        var value = text.IndexOf("<SignatureValue>", StringComparison.Ordinal) + "<SignatureValue>".Length + 10;
        var changed = text[..value] + (text[value] == 'A' ? 'B' : 'A') + text[(value + 1)..];
        Assert.Equal(RefusalCodes.SignatureInvalid, Verify(Encoding.UTF8.GetBytes(changed), idp).Refusal?.Code);
    }

    [Theory]
    [InlineData(XmlAlgorithms.Aes128Cbc, "aes-128")]
    [InlineData(XmlAlgorithms.Aes256Cbc, "aes-256")]
    [InlineData(XmlAlgorithms.Aes128Gcm, "aes-128")]
    [InlineData(XmlAlgorithms.Aes256Gcm, "aes-256")]
    public void Verifier_XmlsecEncryptedAssertion_IsDecryptedOnlyWithItsKey(string algorithm, string sessionKey)
    {
        var idp = TestIdp
            .Create()
            .AfterSigning(document =>
            {
                // xmlsec1 encrypts in place: the EncryptedAssertion element is already around the Assertion.
                var assertion = document.DocumentElement!.LastChild!;
                var wrapper = document.CreateElement("EncryptedAssertion", Namespaces + "assertion");
                assertion.ParentNode!.ReplaceChild(wrapper, assertion);
                wrapper.AppendChild(assertion);
            });
        using var xmlsec = new Xmlsec1();
        var encrypted = xmlsec.Encrypt(
            idp.SignedResponse().Bytes,
            XmlsecTemplates.EncryptedData(algorithm, XmlAlgorithms.RsaOaepMgf1p),
            TestCertificates.SpDecryption,
            sessionKey,
            "//*[local-name()='Assertion']"
        );
        Assert.DoesNotContain("alice@example.com", Encoding.UTF8.GetString(encrypted), StringComparison.Ordinal);
        var result = Verify(encrypted, idp.Encrypted());
        Assert.True(result.Accepted, result.Refusal?.Message);
        Assert.True(result.Assertion.Encrypted);
        Assert.Equal("alice@example.com", result.Assertion.NameId.Value);
        Assert.Equal(RefusalCodes.DecryptionFailed, Verify(encrypted, idp).Refusal?.Code);
    }

    private static byte[] Sign(byte[] xml, string element, string algorithm)
    {
        var certificate = algorithm switch
        {
            XmlAlgorithms.EcdsaSha256 => TestCertificates.IdpEcdsa,
            XmlAlgorithms.EcdsaSha384 => TestCertificates.IdpEcdsa384,
            _ => TestCertificates.Idp,
        };
        using var xmlsec = new Xmlsec1();
        var signed = Encoding.UTF8.GetString(
            xmlsec.Sign(xml, Namespaces + (element == "Response" ? "protocol:Response" : "assertion:Assertion"), certificate)
        );
        return Encoding.UTF8.GetBytes(signed[signed.IndexOf("<samlp:", StringComparison.Ordinal)..].TrimEnd());
    }

    private static VerificationResult Verify(byte[] xml, TestIdp idp) =>
        new ResponseVerifier(new(), TestClock.Create()).VerifyXml(xml, idp.Expectations());
}
