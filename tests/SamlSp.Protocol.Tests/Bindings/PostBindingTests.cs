using System.Text;
using System.Xml;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class PostBindingTests
{
    private static readonly byte[] Request = new AuthnRequest
    {
        Id = TestSp.RequestId,
        IssueInstant = TestClock.Now,
        Issuer = TestSp.EntityId,
        Destination = TestTenant.SignOnUrl,
        AssertionConsumerServiceUrl = TestSp.AcsUrl,
        NameIdFormat = NameIdFormats.EmailAddress,
    }.ToXml();

    [Fact]
    public void FormValue_WithoutSigningKey_IsBase64OfMessage() =>
        Assert.Equal(Convert.ToBase64String(Request), PostBinding.CreateFormValue(Request, null));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FormValue_WithSigningKey_VerifiesInTwoOtherImplementations(bool ecdsa)
    {
        var certificate = ecdsa ? TestCertificates.SpEcdsa : TestCertificates.Sp;
        var bytes = Convert.FromBase64String(PostBinding.CreateFormValue(Request, SigningKey.FromCertificate(certificate)));
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(Encoding.UTF8.GetString(bytes));
        Assert.Equal(
            ["saml:Issuer", "ds:Signature", "samlp:NameIDPolicy"],
            document.DocumentElement!.ChildNodes.Cast<System.Xml.XmlNode>().Select(n => n.Name)
        );
        Assert.True(ReferenceSigner.Verify(document, TestSp.RequestId, certificate));
        using var xmlsec = new Xmlsec1();
        Assert.True(xmlsec.Verify(bytes, "urn:oasis:names:tc:SAML:2.0:protocol:AuthnRequest", certificate));
        bytes = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(bytes).Replace("Saml2/Acs", "Saml2/Acz", StringComparison.Ordinal));
        Assert.False(xmlsec.Verify(bytes, "urn:oasis:names:tc:SAML:2.0:protocol:AuthnRequest", certificate));
    }

    [Theory]
    [InlineData("<a/>")]
    [InlineData("<a ID='x'>")]
    [InlineData("")]
    public void FormValue_MessageThatCannotBeSigned_ThrowsArgumentException(string xml) =>
        Assert.Throws<ArgumentException>(() =>
            PostBinding.CreateFormValue(Encoding.UTF8.GetBytes(xml), SigningKey.FromCertificate(TestCertificates.Sp))
        );
}
