using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// The IDs are of messages that the software itself made.
public class KnownSendersTests
{
    private const string Lasso = "_366099D1D8BCF85E5E4D4F24E233F571";
    private const string Pysaml2 = "id-o9kYPV5QfnnDxhhKH";
    private const string Samlp = "_3f1c0b7a9d2e4f5a6b7c";
    private const string Samlify = "_c2eb4a6c-b5d2-4bd9-a3c8-75b2944c42a6";
    private const string Other = "_3F1c0b7a9d2e4f5a6b7c-other";

    [Theory]
    [InlineData(Lasso, "lasso")]
    [InlineData(Pysaml2, "pysaml2")]
    [InlineData(Samlp, null)]
    [InlineData(Samlify, null)]
    [InlineData(Other, null)]
    [InlineData("_366099d1d8bcf85e5e4d4f24e233f571", null)]
    public void Sha1Signature_IdOfKnownSoftware_NamesItsRecipe(string id, string? section) =>
        Assert.Equal(
            section,
            Section(RefusalCodes.WeakAlgorithm, With(id).SignWith(TestCertificates.Idp, XmlAlgorithms.RsaSha1, XmlAlgorithms.Sha1))
        );

    [Fact]
    public void TripleDes_IdOfPysaml2_SaysThatItCannotBeSet()
    {
        var refusal = Refusal(With(Pysaml2).Encrypted(new() { DataAlgorithm = XmlAlgorithms.TripleDesCbc }));
        Assert.Equal(RefusalCodes.WeakAlgorithm, refusal!.Code);
        Assert.Contains("3DES", refusal.Recipe!.Advice, StringComparison.Ordinal);
        Assert.Equal("docs/identity-providers.md#pysaml2", refusal.Recipe.Help);
        Assert.Null(Refusal(With(Pysaml2).Encrypted()));
    }

    [Theory]
    [InlineData(Samlp, "samlp")]
    [InlineData(Lasso, null)]
    public void DestinationAndRecipient_IdOfSamlp_NamesItsRecipe(string id, string? section)
    {
        Assert.Equal(section, Section(RefusalCodes.DestinationMismatch, With(id) with { Destination = TestSp.EntityId, Recipient = null }));
        Assert.Equal(section, Section(RefusalCodes.RecipientMismatch, With(id) with { Recipient = null }));
    }

    [Theory]
    [InlineData(Samlify, "samlify")]
    [InlineData(Samlp, null)]
    public void NoAuthnStatement_IdOfSamlify_NamesItsRecipe(string id, string? section) =>
        Assert.Equal(section, Section(RefusalCodes.AuthnStatementMissing, With(id) with { AuthnStatements = 0 }));

    [Theory]
    [InlineData("http://adfs.example.com/adfs/services/trust", "adfs")]
    [InlineData("http://adfs.example.com/adfs", null)]
    public void Sha1Signature_IssuerOfAdfs_NamesItsRecipe(string issuer, string? section)
    {
        var idp = TestIdp.Create().IssuedBy(issuer).SignWith(TestCertificates.Idp, XmlAlgorithms.RsaSha1);
        var trusted = new TrustedIssuer { EntityId = issuer, SigningKeys = [VerificationKey.FromCertificate(TestCertificates.Idp)] };
        var result = new ResponseVerifier(new(), new MutableTimeProvider(TestClock.Now)).VerifyXml(
            idp.SignedResponse().Bytes,
            new()
            {
                EntityId = TestSp.EntityId,
                AssertionConsumerServiceUrl = TestSp.AcsUrl,
                FindIssuer = _ => trusted,
                Correlation = RequestCorrelation.Answers(TestSp.RequestId),
            }
        );
        Assert.Equal(RefusalCodes.WeakAlgorithm, result.Refusal!.Code);
        Assert.Equal(section, result.Refusal.Recipe?.Section);
    }

    [Theory]
    [InlineData(Lasso)]
    [InlineData(Pysaml2)]
    [InlineData(Samlp)]
    [InlineData(Samlify)]
    public void GoodResponse_IdOfKnownSoftware_IsAccepted(string id) => Assert.Null(Refusal(With(id)));

    [Fact]
    public void OtherRefusal_IdOfKnownSoftware_HasNoRecipe() =>
        Assert.Null(Section(RefusalCodes.AudienceMismatch, With(Lasso).For("https://other.example.com")));

    private static TestIdp With(string id) => TestIdp.Create() with { ResponseId = id };

    private static string? Section(string code, TestIdp idp)
    {
        var refusal = Refusal(idp);
        Assert.Equal(code, refusal!.Code);
        return refusal.Recipe?.Section;
    }

    private static Refusal? Refusal(TestIdp idp)
    {
        var response = idp.SignedResponse();
        return new ResponseVerifier(new(), new MutableTimeProvider(TestClock.Now))
            .VerifyXml(response.Bytes, response.Expectations())
            .Refusal;
    }
}
