using System.Text;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class EnvelopedSignerTests
{
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EnvelopedSigner_DocumentWithIssuer_VerifiesInTwoOtherImplementations(bool ecdsa)
    {
        var certificate = ecdsa ? TestCertificates.SpEcdsa : TestCertificates.Sp;
        var key = SigningKey.FromCertificate(certificate);
        var signed = EnvelopedSigner.Sign(
            Encoding.UTF8.GetBytes($"<s:Assertion xmlns:s='{Saml}' ID=\"_1\">\n  <s:Issuer>a&amp;b</s:Issuer><é/></s:Assertion>"),
            "_1",
            key
        );
        var document = new XmlDocument { PreserveWhitespace = true };
        document.LoadXml(Encoding.UTF8.GetString(signed));
        using var xmlsec = new Xmlsec1();
        Assert.True(ReferenceSigner.Verify(document, "_1", certificate));
        Assert.True(xmlsec.Verify(signed, Saml + ":Assertion", certificate));

        // SignedXml reads its own output anew on the way, and loses references to white space: xmlsec1 alone judges these.
        signed = EnvelopedSigner.Sign(
            Encoding.UTF8.GetBytes(
                $"<s:Assertion xmlns:s='{Saml}' xmlns:p='urn:p' ID='_1' xml:lang='de' p:x='&#10;1'>\r\n<p:é/>&#13;</s:Assertion>"
            ),
            "_1",
            key
        );
        Assert.True(xmlsec.Verify(signed, Saml + ":Assertion", certificate));
        Assert.Equal("Issuer", ((DomElement)document.GetElementsByTagName("ds:Signature")[0]!).PreviousSibling!.LocalName);
    }

    [Fact]
    public void EnvelopedSigner_DocumentWithoutIssuer_PutsSignatureFirst()
    {
        var signed = EnvelopedSigner.Sign("<md ID='_1'/>"u8, "_1", SigningKey.FromCertificate(TestCertificates.Sp));
        using var xmlsec = new Xmlsec1();
        Assert.True(xmlsec.Verify(signed, "md", TestCertificates.Sp));
        Assert.StartsWith("<md ID='_1'><ds:Signature ", Encoding.UTF8.GetString(signed), StringComparison.Ordinal);
    }

    [Fact]
    public void EnvelopedSigner_DocumentThatCannotBeSigned_Throws()
    {
        var key = SigningKey.FromCertificate(TestCertificates.Sp);
        Assert.Throws<ArgumentException>(() => EnvelopedSigner.Sign("<a ID='_1'/>"u8, "_2", key));
        Assert.Throws<ArgumentException>(() => EnvelopedSigner.Sign("<a ID='_1'>"u8, "_1", key));
        Assert.Throws<ArgumentException>(() => EnvelopedSigner.Sign("<a ID='_1'><b ID='_1'/></a>"u8, "_1", key));
        Assert.Throws<ArgumentException>(() =>
            SigningKey.FromCertificate(
                System.Security.Cryptography.X509Certificates.X509CertificateLoader.LoadCertificate(TestCertificates.Sp.RawData)
            )
        );
    }
}
