using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class LogoutMessageTests
{
    private static readonly LogoutRequest Request = new()
    {
        Id = TestSp.RequestId,
        IssueInstant = TestClock.Now,
        Issuer = TestSp.EntityId,
        Destination = TestTenant.SignOnUrl,
        NotOnOrAfter = TestClock.Now.AddMinutes(5),
        NameId = new("alice@example.com", NameIdFormats.EmailAddress, "nq", "spnq"),
        SessionIndexes = ["_one", "_two"],
    };

    private static readonly LogoutResponse Response = new()
    {
        Id = "_response",
        IssueInstant = TestClock.Now,
        Issuer = TestSp.EntityId,
        Destination = TestTenant.SignOnUrl,
        InResponseTo = TestLogout.RequestId,
        Status = StatusUris.Responder,
        SubStatus = StatusUris.PartialLogout,
    };

    [Fact]
    public void LogoutRequest_WrittenAndRead_IsTheSame()
    {
        var url = RedirectBinding.CreateUrl(
            "https://sp.example.com/x",
            MessageParameter.SAMLRequest,
            Request.ToXml(),
            "state",
            SigningKey.FromCertificate(TestCertificates.Sp)
        );
        var result = Verify(url);
        Assert.NotNull(result.Request);
        Assert.True(result.Signed);
        Assert.Equal("state", result.RelayState);
        Assert.Equal(Request.SessionIndexes, result.Request.SessionIndexes);
        Assert.Equal(Request with { SessionIndexes = [] }, result.Request with { SessionIndexes = [] });
    }

    [Fact]
    public void LogoutResponse_WrittenAndRead_IsTheSame()
    {
        var url = RedirectBinding.CreateUrl(
            "https://sp.example.com/x",
            MessageParameter.SAMLResponse,
            Response.ToXml(),
            null,
            SigningKey.FromCertificate(TestCertificates.SpEcdsa)
        );
        Assert.Equal(Response, Verify(url).Response);
    }

    [Fact]
    public void LogoutRequest_WrittenAsXml_ContainsNameId() =>
        Assert.Contains(">alice@example.com</saml:NameID>", Encoding.UTF8.GetString(Request.ToXml()), StringComparison.Ordinal);

    [Fact]
    public void LogoutRequest_EmptyNameId_Throws() => Assert.Throws<ArgumentException>(() => (Request with { NameId = new("") }).ToXml());

    [Fact]
    public void LogoutResponse_IdStartingWithDigit_Throws() => Assert.Throws<ArgumentException>(() => (Response with { Id = "1" }).ToXml());

    private static LogoutMessageResult Verify(string url)
    {
        var issuer = new TrustedIssuer
        {
            EntityId = TestSp.EntityId,
            SigningKeys = [VerificationKey.FromCertificate(TestCertificates.Sp), VerificationKey.FromCertificate(TestCertificates.SpEcdsa)],
        };
        return new LogoutVerifier(new(), TestClock.Create()).VerifyRedirect(
            url[url.IndexOf('?', StringComparison.Ordinal)..],
            new() { LogoutUrl = TestTenant.SignOnUrl, FindIssuer = id => id == TestSp.EntityId ? issuer : null }
        );
    }
}
