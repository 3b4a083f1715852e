using System.Text;
using System.Xml;
using System.Xml.Linq;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class ServiceProviderMetadataTests
{
    private const string Entity = "urn:oasis:names:tc:SAML:2.0:metadata:EntityDescriptor";
    private static readonly XNamespace Md = "urn:oasis:names:tc:SAML:2.0:metadata";
    private static readonly XNamespace Ds = "http://www.w3.org/2000/09/xmldsig#";

    private static readonly ServiceProviderMetadata Full = new()
    {
        EntityId = TestSp.EntityId,
        AssertionConsumerServiceUrl = TestSp.AcsUrl,
        SingleLogoutUrl = TestSp.LogoutUrl,
        SigningCertificates = [TestCertificates.Sp, TestCertificates.SpEcdsa],
        EncryptionCertificates = [TestCertificates.SpEcdsa, TestCertificates.SpDecryption],
        AuthnRequestsSigned = true,
        NameIdFormats = [NameIdFormats.EmailAddress, NameIdFormats.Persistent],
        DisplayName = "Example & Co",
    };

    [Fact]
    public void SpMetadata_AllParts_AreWrittenInSchemaOrder()
    {
        var entity = XElement.Parse(Encoding.UTF8.GetString(Full.ToXml(SigningKey.FromCertificate(TestCertificates.Sp))));
        Assert.Equal(Md + "EntityDescriptor", entity.Name);
        Assert.Equal([Ds + "Signature", Md + "SPSSODescriptor", Md + "Organization"], entity.Elements().Select(e => e.Name));
        var descriptor = entity.Element(Md + "SPSSODescriptor")!;
        Assert.Equal(
            [
                "KeyDescriptor",
                "KeyDescriptor",
                "KeyDescriptor",
                "SingleLogoutService",
                "SingleLogoutService",
                "NameIDFormat",
                "NameIDFormat",
                "AssertionConsumerService",
            ],
            descriptor.Elements().Select(e => e.Name.LocalName)
        );
        Assert.Equal("true", (string?)descriptor.Attribute("WantAssertionsSigned"));
        Assert.Equal("true", (string?)descriptor.Attribute("AuthnRequestsSigned"));
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:protocol", (string?)descriptor.Attribute("protocolSupportEnumeration"));
        Assert.Equal(
            ["OrganizationName", "OrganizationDisplayName", "OrganizationURL"],
            entity.Element(Md + "Organization")!.Elements().Select(e => e.Name.LocalName)
        );
        Assert.Equal("Example & Co", (string?)entity.Element(Md + "Organization")!.Element(Md + "OrganizationDisplayName"));
    }

    [Fact]
    public void SpMetadata_AssertionConsumerService_IsDefaultWithPostBinding()
    {
        var service = XElement.Parse(Encoding.UTF8.GetString(Full.ToXml(null))).Descendants(Md + "AssertionConsumerService").Single();
        Assert.Equal(
            [("Binding", BindingUris.Post), ("Location", TestSp.AcsUrl), ("index", "0"), ("isDefault", "true")],
            service.Attributes().Select(a => (a.Name.LocalName, a.Value))
        );
    }

    [Fact]
    public void SpMetadata_Keys_CarryUseAndSupportedEncryptionMethods()
    {
        var keys = XElement.Parse(Encoding.UTF8.GetString(Full.ToXml(null))).Descendants(Md + "KeyDescriptor").ToList();
        Assert.Equal(["signing", "signing", "encryption"], keys.Select(k => (string?)k.Attribute("use")));
        Assert.Equal(
            [TestCertificates.Sp.Base64(), TestCertificates.SpEcdsa.Base64(), TestCertificates.SpDecryption.Base64()],
            keys.Select(k => k.Descendants(Ds + "X509Certificate").Single().Value)
        );
        Assert.Equal([Ds + "KeyInfo", .. Enumerable.Repeat(Md + "EncryptionMethod", 5)], keys[2].Elements().Select(e => e.Name));
        Assert.Equal(
            [
                XmlAlgorithms.Aes256Gcm,
                XmlAlgorithms.Aes128Gcm,
                XmlAlgorithms.Aes256Cbc,
                XmlAlgorithms.Aes128Cbc,
                XmlAlgorithms.RsaOaepMgf1p,
            ],
            keys[2].Elements(Md + "EncryptionMethod").Select(e => (string?)e.Attribute("Algorithm"))
        );
        Assert.Empty(keys[0].Elements(Md + "EncryptionMethod"));
    }

    [Fact]
    public void SpMetadata_RequiredValuesOnly_WritesOneService()
    {
        var least = new ServiceProviderMetadata { EntityId = TestSp.EntityId, AssertionConsumerServiceUrl = TestSp.AcsUrl };
        var entity = XElement.Parse(Encoding.UTF8.GetString(least.ToXml(null)));
        Assert.Equal([Md + "SPSSODescriptor", Md + "AssertionConsumerService"], entity.Descendants().Select(e => e.Name));
        Assert.Throws<ArgumentException>(() => (least with { EntityId = "" }).ToXml(null));
    }

    [Fact]
    public void SpMetadata_WrittenTwice_IsIdentical() => Assert.Equal(Full.ToXml(null), Full.ToXml(null));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void SpMetadata_WithSigningKey_VerifiesInTwoOtherImplementations(bool ecdsa)
    {
        var certificate = ecdsa ? TestCertificates.SpEcdsa : TestCertificates.Sp;
        var bytes = Full.ToXml(SigningKey.FromCertificate(certificate));
        using var xmlsec = new Xmlsec1();
        Assert.True(xmlsec.Verify(bytes, Entity, certificate));
        Assert.False(xmlsec.Verify(bytes, Entity, TestCertificates.Untrusted));
        var document = new XmlDocument { PreserveWhitespace = true, XmlResolver = null };
        document.LoadXml(Encoding.UTF8.GetString(bytes));
        Assert.True(ReferenceSigner.Verify(document, document.DocumentElement!.GetAttribute("ID"), certificate));
    }
}
