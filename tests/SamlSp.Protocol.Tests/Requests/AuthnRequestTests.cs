using System.Text;
using System.Xml.Linq;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class AuthnRequestTests
{
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
                AuthnContextClass = "urn:oasis:names:tc:SAML:2.0:ac:classes:Password",
            }
        );
        Assert.Equal([Saml + "Issuer", Samlp + "NameIDPolicy", Samlp + "RequestedAuthnContext"], root.Elements().Select(e => e.Name));
        Assert.Equal("true", (string?)root.Attribute("ForceAuthn"));
        Assert.Equal("true", (string?)root.Attribute("IsPassive"));
        Assert.Equal("exact", (string?)root.Element(Samlp + "RequestedAuthnContext")!.Attribute("Comparison"));
        Assert.Equal(NameIdFormats.Persistent, (string?)root.Element(Samlp + "NameIDPolicy")!.Attribute("Format"));
    }

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
