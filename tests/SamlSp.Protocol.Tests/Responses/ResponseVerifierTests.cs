using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class ResponseVerifierTests
{
    private readonly ResponseVerifier _verifier = new(new(), TestClock.Create());

    public static TheoryData<SignedParts, bool> Shapes =>
        new()
        {
            { SignedParts.Assertion, false },
            { SignedParts.Response, false },
            { SignedParts.Both, false },
            { SignedParts.Assertion, true },
            { SignedParts.Response, true },
            { SignedParts.Both, true },
        };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Verifier_EachShapeOfResponse_ReturnsWhatWasSigned(SignedParts parts, bool encrypted)
    {
        var idp = TestIdp.Create().Sign(parts).InGroups("g1", "g2");
        idp = encrypted ? idp.Encrypted() : idp;
        var response = idp.SignedResponse();
        var result = _verifier.VerifyFormValue(response.ToFormValue(), response.Expectations());
        Assert.True(result.Accepted, result.Refusal?.Code + " " + result.Refusal?.Message);
        var assertion = result.Assertion;
        Assert.Equal(response.AssertionId, assertion.Id);
        Assert.Equal(TestTenant.Issuer, assertion.Issuer);
        Assert.Equal(new("alice@example.com", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"), assertion.NameId);
        Assert.Equal(response.AssertionId, assertion.SessionIndex);
        Assert.Equal(TestClock.Now, assertion.IssueInstant);
        Assert.Equal(TestClock.Now.AddMinutes(-1), assertion.AuthnInstant);
        Assert.Equal(TestClock.Now.AddHours(1), assertion.NotOnOrAfter);
        Assert.Equal(TestClock.Now.AddHours(1).AddSeconds(180), assertion.ReplayableUntil);
        Assert.Equal(TestSp.RequestId, assertion.InResponseTo);
        Assert.Equal("urn:oasis:names:tc:SAML:2.0:ac:classes:Password", assertion.AuthnContextClass);
        Assert.Null(assertion.SessionNotOnOrAfter);
        Assert.Equal(encrypted, assertion.Encrypted);
        Assert.Equal(Enum.Parse<SignedPart>(parts.ToString()), assertion.Signed);
        Assert.Equal(["g1", "g2"], assertion.Attributes[EntraClaims.Groups]);
        Assert.Equal([TestTenant.Id], assertion.Attributes[EntraClaims.TenantId]);
    }
}
