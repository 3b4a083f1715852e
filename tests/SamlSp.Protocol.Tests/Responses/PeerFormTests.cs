using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// Forms that identity providers really send, and the sentences for those that stay refused.
public class PeerFormTests
{
    private const string XmlUri = "http://www.w3.org/XML/1998/namespace";

    [Fact]
    public void Response_DeclaresThePrefixXml_IsAccepted()
    {
        var idp = TestIdp.Create();
        Assert.Null(Refusal(idp.BeforeSigning(text => text.Replace("<Assertion ", $"<Assertion xmlns:xml=\"{XmlUri}\" "))));
        Assert.Null(Refusal(idp.AfterSigning(text => text.Replace("<Assertion ", $"<Assertion xmlns:xml=\"{XmlUri}\" "))));
        var refusal = Refusal(idp.AfterSigning(text => text.Replace("<Assertion ", "<Assertion xmlns:xml=\"urn:x\" ")));
        Assert.Contains("The prefix xml", refusal!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SignedParts.Assertion)]
    [InlineData(SignedParts.Response)]
    public void SignedElement_IdBeginsWithADigit_IsRefusedWithASentenceOfItsOwn(SignedParts signs)
    {
        var idp = TestIdp.Create().Sign(signs);
        var refusal = Refusal(idp with { ResponseId = "1234", AssertionId = "5678" });
        Assert.Equal(RefusalCodes.SignatureStructure, refusal!.Code);
        Assert.Contains("begins with a digit", refusal.Message, StringComparison.Ordinal);
        Assert.Null(Refusal(idp with { ResponseId = "_1234", AssertionId = "_5678" }));
    }

    [Fact]
    public void UnsignedResponse_IdBeginsWithADigit_IsNamed()
    {
        var refusal = Refusal(TestIdp.Create() with { ResponseId = "1234" });
        Assert.Equal(RefusalCodes.Malformed, refusal!.Code);
        Assert.StartsWith("The ID of the Response", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\u00A0")]
    [InlineData("\u2003\u3000")]
    [InlineData(" \u00A0\t")]
    public void NameId_NothingButWhiteSpaceOfUnicode_IsRefused(string value)
    {
        Assert.Equal(RefusalCodes.NameIdInvalid, Refusal(TestIdp.Create().NameId(value))!.Code);
        Assert.Null(Refusal(TestIdp.Create().NameId(value + "a")));
    }

    [Fact]
    public void Recipient_Missing_IsSaidToBeMissing()
    {
        var refusal = Refusal(TestIdp.Create() with { Recipient = null });
        Assert.Equal(RefusalCodes.RecipientMismatch, refusal!.Code);
        Assert.Equal("The SubjectConfirmationData has no Recipient.", refusal.Message);
        var other = Refusal(TestIdp.Create() with { Recipient = "https://other.example.com" });
        Assert.Contains("is not this assertion consumer service", other!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<Subject>", "<Surprise/><Subject>", "Surprise is not allowed at its place in the Assertion.")]
    [InlineData("<Subject>", "<Advice/><Subject>", "Subject is not allowed at its place in the Assertion.")]
    [InlineData("<samlp:Status>", "<samlp:Wonder/><samlp:Status>", "Wonder is not allowed at its place in the Response.")]
    [InlineData("<samlp:Status>", "text<samlp:Status>", "The Response has text between its child elements.")]
    [InlineData("<AttributeStatement>", "<AttributeStatement><Odd/>", "Odd is not allowed at its place in the AttributeStatement.")]
    [InlineData("<AttributeValue>", "<Odd/><AttributeValue>", "Odd is not allowed at its place in the Attribute.")]
    [InlineData("<Subject>", "<Ünusual/><Subject>", "An element with an unusual name is not allowed at its place in the Assertion.")]
    public void Schema_ElementOutOfPlace_IsNamed(string before, string after, string message)
    {
        var refusal = Refusal(TestIdp.Create().BeforeSigning(text => text.Replace(before, after, StringComparison.Ordinal)));
        Assert.Equal((RefusalCodes.Malformed, message), (refusal!.Code, refusal.Message));
    }

    [Fact]
    public void Destination_MissingInUnsignedResponse_IsAcceptedOnlyWhereTheConnectionAllowsIt()
    {
        var idp = TestIdp.Create() with { Destination = null };
        Assert.Equal(RefusalCodes.DestinationMismatch, Refusal(idp)!.Code);
        Assert.Null(Refusal(idp, allowMissingDestination: true));
    }

    [Theory]
    [InlineData(SignedParts.Response)]
    [InlineData(SignedParts.Assertion | SignedParts.Response)]
    public void Destination_MissingInSignedResponse_IsAlwaysRefused(SignedParts signs) =>
        Assert.Equal(
            RefusalCodes.DestinationMismatch,
            Refusal(TestIdp.Create().Sign(signs) with { Destination = null }, allowMissingDestination: true)!.Code
        );

    [Fact]
    public void Destination_WrongWhereItMayBeMissing_IsRefused()
    {
        var idp = TestIdp.Create();
        Assert.Equal(
            RefusalCodes.DestinationMismatch,
            Refusal(idp with { Destination = "https://other.example.com/Acs" }, allowMissingDestination: true)!.Code
        );
        Assert.Equal(RefusalCodes.DestinationMismatch, Refusal(idp with { Destination = "" }, allowMissingDestination: true)!.Code);
        Assert.Equal(
            RefusalCodes.RecipientMismatch,
            Refusal(idp with { Destination = null, Recipient = "https://other.example.com/Acs" }, allowMissingDestination: true)!.Code
        );
    }

    private static Refusal? Refusal(TestIdp idp, bool allowMissingDestination = false)
    {
        var expectations = idp.Expectations();
        return new ResponseVerifier(new(), TestClock.Create())
            .VerifyXml(
                idp.SignedResponse().Bytes,
                expectations with
                {
                    FindIssuer = id =>
                        expectations.FindIssuer(id) is { } issuer
                            ? issuer with
                            {
                                AllowMissingDestination = allowMissingDestination,
                            }
                            : null,
                }
            )
            .Refusal;
    }
}
