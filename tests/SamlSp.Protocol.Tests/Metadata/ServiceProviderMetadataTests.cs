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
        Organization = new("Example & Co Ltd", "Example & Co", "https://www.example.com/"),
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
    public void SpMetadata_ContactsAndAttributes_AreWrittenInSchemaOrder()
    {
        var metadata = Full with
        {
            Contacts =
            [
                new()
                {
                    Type = ContactType.Support,
                    Company = "Example & Co",
                    GivenName = "Ada",
                    SurName = "Li",
                    EmailAddresses = ["support@example.com"],
                    TelephoneNumbers = ["+49 30 1234"],
                },
            ],
            RequestedAttributes = [new("urn:oid:0.9.2342.19200300.100.1.3", "mail", IsRequired: true)],
            ServiceName = "Travel",
            CacheDuration = TimeSpan.FromHours(6),
            ValidUntil = new(2026, 12, 1, 6, 0, 0, TimeSpan.Zero),
        };
        var entity = XElement.Parse(Encoding.UTF8.GetString(metadata.ToXml(null)));
        Assert.Equal([Md + "SPSSODescriptor", Md + "Organization", Md + "ContactPerson"], entity.Elements().Select(e => e.Name));
        Assert.Equal("PT6H", (string?)entity.Attribute("cacheDuration"));
        Assert.Equal("2026-12-01T06:00:00Z", (string?)entity.Attribute("validUntil"));
        var contact = entity.Element(Md + "ContactPerson")!;
        Assert.Equal("support", (string?)contact.Attribute("contactType"));
        Assert.Equal(
            ["Company", "GivenName", "SurName", "EmailAddress", "TelephoneNumber"],
            contact.Elements().Select(e => e.Name.LocalName)
        );
        Assert.Equal("mailto:support@example.com", (string?)contact.Element(Md + "EmailAddress"));
        var service = entity.Element(Md + "SPSSODescriptor")!.Elements().Last();
        Assert.Equal(Md + "AttributeConsumingService", service.Name);
        Assert.Equal([Md + "ServiceName", Md + "RequestedAttribute"], service.Elements().Select(e => e.Name));
        Assert.Equal("true", (string?)service.Element(Md + "RequestedAttribute")!.Attribute("isRequired"));
    }

    [Fact]
    public void SpMetadata_AdditionalAddresses_FollowTheDefault()
    {
        var metadata = Full with
        {
            AdditionalAssertionConsumerServiceUrls = ["https://second.example.com/Saml2/Acs"],
            AdditionalSingleLogoutUrls = ["https://second.example.com/Saml2/Logout"],
        };
        var entity = XElement.Parse(Encoding.UTF8.GetString(metadata.ToXml(null)));
        Assert.Equal(
            [(TestSp.AcsUrl, "0", "true"), ("https://second.example.com/Saml2/Acs", "1", "false")],
            entity
                .Descendants(Md + "AssertionConsumerService")
                .Select(e => ((string)e.Attribute("Location")!, (string)e.Attribute("index")!, (string)e.Attribute("isDefault")!))
        );
        Assert.Equal(4, entity.Descendants(Md + "SingleLogoutService").Count());
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
