using System.Text;
using System.Xml.Linq;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class AuthnRequestTests
{
    private static readonly XNamespace Example = "urn:example:extensions";
    private static readonly XNamespace Samlp = "urn:oasis:names:tc:SAML:2.0:protocol";
    private static readonly XNamespace Saml = "urn:oasis:names:tc:SAML:2.0:assertion";

    private static readonly AuthnRequest Plain = new()
    {
        Id = TestSp.RequestId,
        IssueInstant = TestClock.Now,
        Issuer = TestSp.EntityId,
        Destination = TestTenant.SignOnUrl,
        AssertionConsumerServiceUrl = TestSp.AcsUrl,
    };

    [Fact]
    public void AuthnRequest_NoOptions_WritesOnlyWhatEntraNeeds() =>
        Assert.Equal(
            "<samlp:AuthnRequest xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\""
                + TestSp.RequestId
                + "\" Version=\"2.0\" "
                + "IssueInstant=\"2026-11-22T06:00:00.000Z\" Destination=\""
                + TestTenant.SignOnUrl
                + "\" "
                + "ProtocolBinding=\"urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST\" AssertionConsumerServiceURL=\"https://sp.example.com/Saml2/Acs\" "
                + "xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\"><saml:Issuer>https://sp.example.com/Saml2</saml:Issuer></samlp:AuthnRequest>",
            Encoding.UTF8.GetString(Plain.ToXml())
        );

    [Fact]
    public void AuthnRequest_AllOptions_AreWrittenInSchemaOrder()
    {
        var root = Parse(
            Plain with
            {
                ForceAuthn = true,
                IsPassive = true,
                NameIdFormat = NameIdFormats.Persistent,
                RequestedAuthnContext = new(["urn:oasis:names:tc:SAML:2.0:ac:classes:Password", "urn:example:loa:2"]),
                Scoping = new()
                {
                    ProxyCount = 1,
                    IdentityProviders = ["https://idp.example.net/"],
                    RequesterIds = ["https://sp.example.com/Saml2"],
                },
                ProviderName = "Travel",
                AttributeConsumingServiceIndex = 3,
                Extensions = [new(Example + "SPType", "public")],
            }
        );
        Assert.Equal(
            [Saml + "Issuer", Samlp + "Extensions", Samlp + "NameIDPolicy", Samlp + "RequestedAuthnContext", Samlp + "Scoping"],
            root.Elements().Select(e => e.Name)
        );
        Assert.Equal("public", (string?)root.Element(Samlp + "Extensions")!.Element(Example + "SPType"));
        Assert.Equal(2, root.Element(Samlp + "RequestedAuthnContext")!.Elements(Saml + "AuthnContextClassRef").Count());
        var scoping = root.Element(Samlp + "Scoping")!;
        Assert.Equal([Samlp + "IDPList", Samlp + "RequesterID"], scoping.Elements().Select(e => e.Name));
        Assert.Equal("https://idp.example.net/", (string?)scoping.Descendants(Samlp + "IDPEntry").Single().Attribute("ProviderID"));
        Assert.Equal("1", (string?)scoping.Attribute("ProxyCount"));
        Assert.Equal("3", (string?)root.Attribute("AttributeConsumingServiceIndex"));
        Assert.Equal("Travel", (string?)root.Attribute("ProviderName"));
        Assert.Equal("true", (string?)root.Attribute("ForceAuthn"));
        Assert.Equal("true", (string?)root.Attribute("IsPassive"));
        Assert.Equal("exact", (string?)root.Element(Samlp + "RequestedAuthnContext")!.Attribute("Comparison"));
        Assert.Equal(NameIdFormats.Persistent, (string?)root.Element(Samlp + "NameIDPolicy")!.Attribute("Format"));
    }

    [Theory]
    [InlineData(AuthnContextComparison.Minimum, "minimum")]
    [InlineData(AuthnContextComparison.Better, "better")]
    public void AuthnRequest_ComparisonOfAuthnContext_IsWritten(AuthnContextComparison comparison, string written) =>
        Assert.Equal(
            written,
            (string?)
                Parse(Plain with { RequestedAuthnContext = new(["urn:example:loa:2"], comparison) })
                    .Element(Samlp + "RequestedAuthnContext")!
                    .Attribute("Comparison")
        );

    [Theory]
    [InlineData("5f3c1d8e")]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a b")]
    public void AuthnRequest_IdThatEntraRefuses_Throws(string id) =>
        Assert.Throws<ArgumentException>(() => (Plain with { Id = id }).ToXml());

    [Fact]
    public void AuthnRequest_NewMessageId_IsAccepted() => Assert.NotEmpty((Plain with { Id = MessageId.New() }).ToXml());

    [Fact]
    public void AuthnRequest_EmptyDestination_Throws() => Assert.Throws<ArgumentException>(() => (Plain with { Destination = "" }).ToXml());

    [Fact]
    public void AuthnRequest_SpecialCharacters_AreEscaped()
    {
        var root = Parse(Plain with { Destination = "https://idp.example.com/?a=1&b=\"<\"", Issuer = "a & b <c>" });
        Assert.Equal("https://idp.example.com/?a=1&b=\"<\"", (string?)root.Attribute("Destination"));
        Assert.Equal("a & b <c>", (string?)root.Element(Saml + "Issuer"));
    }

    [Fact]
    public void AuthnRequest_InstantWithOffset_IsWrittenInUtc() =>
        Assert.Equal(
            "2026-11-22T06:00:00.000Z",
            (string?)Parse(Plain with { IssueInstant = TestClock.Now.ToOffset(TimeSpan.FromHours(9)) }).Attribute("IssueInstant")
        );

    private static XElement Parse(AuthnRequest request) => XElement.Parse(Encoding.UTF8.GetString(request.ToXml()));
}
