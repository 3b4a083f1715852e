using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// I01, I05, I06 and what a LogoutRequest has to say.
public class LogoutRedirectTests
{
    private static readonly RedirectQuery Request = new() { Xml = TestLogout.Request, RelayState = "a/b" };
    private static readonly RedirectQuery Response = new() { Parameter = "SAMLResponse", Xml = TestLogout.Response };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void RedirectLogout_EscapesInEitherCase_IsVerified(bool lowerCase)
    {
        var query = (Request with { LowerCase = lowerCase }).ToString();
        Assert.Contains(lowerCase ? "RelayState=a%2fb" : "RelayState=a%2Fb", query, StringComparison.Ordinal);
        var result = Verify(query);
        Assert.Null(result.Refusal);
        Assert.True(result.Signed);
        Assert.Equal("a/b", result.RelayState);
        Assert.Equal(new NameId("alice@example.com"), result.Request!.NameId);
        Assert.Equal(["_session1"], result.Request.SessionIndexes);
        Assert.Equal(TestLogout.RequestId, result.Request.Id);
    }

    [Fact]
    public void RedirectLogout_ReencodedQuery_IsRefused() =>
        Refused(RefusalCodes.SignatureInvalid, Request.ToString().Replace("%2f", "%2F", StringComparison.Ordinal));

    [Fact]
    public void RedirectLogout_LeadingQuestionMark_IsVerified() => Assert.NotNull(Verify("?" + Request).Request);

    [Fact]
    public void RedirectLogout_ParametersInAnotherOrder_IsVerified()
    {
        var parts = Request.ToString().Split('&');
        Assert.NotNull(Verify(string.Join('&', parts.Reverse())).Request);
        Assert.NotNull(Verify(string.Join('&', parts.Append("other=1"))).Request);
    }

    [Fact]
    public void RedirectLogout_SignatureOverAnotherOrder_IsRefused()
    {
        var message = (Request with { Certificate = null, RelayState = null }).ToString();
        var algorithm = "SigAlg=" + Request.Escape(XmlAlgorithms.RsaSha256);
        Assert.NotNull(Verify($"{message}&{algorithm}&Signature={Sign(message + "&" + algorithm)}").Request);
        Refused(RefusalCodes.SignatureInvalid, $"{algorithm}&{message}&Signature={Sign(algorithm + "&" + message)}");

        static string Sign(string input)
        {
            using var rsa = TestCertificates.Idp.GetRSAPrivateKey()!;
            return Uri.EscapeDataString(
                Convert.ToBase64String(rsa.SignData(Encoding.ASCII.GetBytes(input), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))
            );
        }
    }

    [Fact]
    public void RedirectLogout_UnsignedRequest_IsRefusedEvenIfUnsignedResponsesAreAllowed()
    {
        var query = (Request with { Certificate = null }).ToString();
        Refused(RefusalCodes.Unsigned, query);
        Refused(RefusalCodes.Unsigned, query, TestLogout.Expectations() with { AllowUnsignedResponse = true });
    }

    [Fact]
    public void RedirectLogout_UnsignedResponse_IsReturnedOnlyIfAllowed()
    {
        var query = (Response with { Certificate = null }).ToString();
        Refused(RefusalCodes.Unsigned, query);
        var result = Verify(query, TestLogout.Expectations() with { AllowUnsignedResponse = true });
        Assert.False(result.Signed);
        Assert.Equal(TestSp.RequestId, result.Response!.InResponseTo);
    }

    [Fact]
    public void RedirectLogout_BadSignatureWhereUnsignedIsAllowed_IsRefused() =>
        Refused(
            RefusalCodes.SignatureInvalid,
            (Response with { Certificate = TestCertificates.Untrusted }).ToString(),
            TestLogout.Expectations() with
            {
                AllowUnsignedResponse = true,
            }
        );

    [Fact]
    public void RedirectLogout_SignedResponse_IsVerified()
    {
        var result = Verify(Response.ToString());
        Assert.True(result.Signed);
        Assert.Equal(StatusUris.Success, result.Response!.Status);
        Assert.Equal(TestTenant.LogoutIssuer, result.Response.Issuer);
    }

    [Theory]
    [InlineData("SAMLRequest=eA%3d%3d")]
    [InlineData("SAMLResponse=eA%3d%3d")]
    [InlineData("RelayState=x")]
    [InlineData("RelayState")]
    [InlineData("samlrequest=eA%3d%3d")]
    [InlineData("%53AMLResponse=eA%3d%3d")]
    [InlineData("relaystate=x")]
    [InlineData("SigAlg=x")]
    [InlineData("Signature=x")]
    [InlineData("SAMLEncoding=urn:other")]
    public void RedirectLogout_DuplicateOrForeignParameter_IsMalformed(string extra)
    {
        Refused(RefusalCodes.Malformed, Request + "&" + extra);
        Refused(RefusalCodes.Malformed, extra + "&" + Request);
    }

    [Fact]
    public void RedirectLogout_SamlEncodingDeflate_IsVerified() =>
        Assert.NotNull(Verify(Request + "&SAMLEncoding=urn%3Aoasis%3Anames%3Atc%3ASAML%3A2.0%3Abindings%3AURL-Encoding%3ADEFLATE").Request);

    [Fact]
    public void RedirectLogout_SignatureOrSigAlgMissing_IsRefused()
    {
        var parts = Request.ToString().Split('&');
        Refused(RefusalCodes.SignatureStructure, string.Join('&', parts.Where(p => !p.StartsWith("SigAlg=", StringComparison.Ordinal))));
        Refused(RefusalCodes.SignatureStructure, string.Join('&', parts.Where(p => !p.StartsWith("Signature=", StringComparison.Ordinal))));
        Refused(
            RefusalCodes.SignatureStructure,
            string.Join('&', Response.ToString().Split('&').Where(p => !p.StartsWith("Signature=", StringComparison.Ordinal))),
            TestLogout.Expectations() with
            {
                AllowUnsignedResponse = true,
            }
        );
    }

    [Theory]
    [InlineData(XmlAlgorithms.RsaSha1, RefusalCodes.WeakAlgorithm)]
    [InlineData("", RefusalCodes.UnsupportedAlgorithm)]
    [InlineData("http://www.w3.org/2000/09/xmldsig#hmac-sha256", RefusalCodes.UnsupportedAlgorithm)]
    [InlineData(XmlAlgorithms.EcdsaSha256, RefusalCodes.SignatureInvalid)]
    [InlineData(XmlAlgorithms.RsaSha512, null)]
    public void RedirectLogout_SignatureAlgorithm_IsAcceptedOnlyIfListedAndFittingTheKey(string algorithm, string? code)
    {
        var query = (Request with { Algorithm = algorithm }).ToString();
        if (code is null)
        {
            Assert.NotNull(Verify(query).Request);
        }
        else
        {
            Refused(code, query);
        }
    }

    [Fact]
    public void RedirectLogout_EcdsaKey_IsVerified() =>
        Assert.NotNull(
            Verify((Request with { Certificate = TestCertificates.IdpEcdsa, Algorithm = XmlAlgorithms.EcdsaSha256 }).ToString()).Request
        );

    [Fact]
    public void RedirectLogout_UnpinnedExpiredOrMissingKey_IsRefused()
    {
        Refused(RefusalCodes.SignatureInvalid, (Request with { Certificate = TestCertificates.Untrusted }).ToString());
        Refused(
            RefusalCodes.ExpiredCertificate,
            (Request with { Certificate = TestCertificates.IdpExpired }).ToString(),
            TestLogout.Expectations(TestCertificates.IdpExpired)
        );
        var keyless = new TrustedIssuer { EntityId = TestTenant.Issuer, SigningKeys = [] };
        Refused(RefusalCodes.SignatureInvalid, Request.ToString(), TestLogout.Expectations() with { FindIssuer = _ => keyless });
    }

    [Fact]
    public void RedirectLogout_XmlSignatureInMessage_IsRefused() =>
        Refused(
            RefusalCodes.SignatureStructure,
            With(Request, "<NameID ", "<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/><NameID ")
        );

    [Theory]
    [InlineData(
        "Destination=\"https://sp.example.com/Saml2/Logout\"",
        "Destination=\"https://other.example.com/Saml2/Logout\"",
        RefusalCodes.DestinationMismatch
    )]
    [InlineData(
        "Destination=\"https://sp.example.com/Saml2/Logout\"",
        "Destination=\"https://sp.example.com/saml2/logout\"",
        RefusalCodes.DestinationMismatch
    )]
    [InlineData("Destination=\"https://sp.example.com/Saml2/Logout\"", "Destination=\"\"", RefusalCodes.DestinationMismatch)]
    [InlineData("Destination=\"https://sp.example.com/Saml2/Logout\"", "", null)]
    [InlineData("05:59:00.000Z", "05:54:59.000Z", RefusalCodes.Expired)]
    [InlineData("05:59:00.000Z", "05:55:00.000Z", null)]
    [InlineData("05:59:00.000Z", "06:03:00.000Z", null)]
    [InlineData("05:59:00.000Z", "06:03:00.001Z", RefusalCodes.NotYetValid)]
    [InlineData("06:04:00Z", "05:57:00Z", RefusalCodes.Expired)]
    [InlineData("06:04:00Z", "05:57:00.001Z", null)]
    [InlineData("06:04:00Z", "tomorrow", RefusalCodes.Malformed)]
    [InlineData(" NotOnOrAfter=\"2026-11-22T06:04:00Z\"", "", null)]
    [InlineData("Version=\"2.0\"", "Version=\"1.1\"", RefusalCodes.VersionMismatch)]
    [InlineData("Version=\"2.0\"", "", RefusalCodes.VersionMismatch)]
    [InlineData("ID=\"_1d", "ID=\"1d", RefusalCodes.Malformed)]
    [InlineData("ID=\"_1d", "Id=\"_1d", RefusalCodes.Malformed)]
    [InlineData("login.microsoftonline.com", "login.example.com", RefusalCodes.UntrustedIssuer)]
    [InlineData("</Issuer>", "</Issuer><Issuer xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">x</Issuer>", RefusalCodes.UntrustedIssuer)]
    [InlineData("alice@example.com", "", RefusalCodes.NameIdInvalid)]
    [InlineData("alice@example.com", "alice@example.com<x/>", RefusalCodes.NameIdInvalid)]
    [InlineData("alice@example.com", "alice@example.com<!---->.evil.com", RefusalCodes.ForbiddenXml)]
    [InlineData("<NameID xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">alice@example.com</NameID>", "", RefusalCodes.Malformed)]
    [InlineData("<NameID ", "<NameID xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">bob</NameID><NameID ", RefusalCodes.Malformed)]
    [InlineData("<NameID ", "<EncryptedID xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"/><NameID ", RefusalCodes.NameIdInvalid)]
    [InlineData("<samlp:SessionIndex>_session1</samlp:SessionIndex>", "", null)]
    [InlineData("_session1", "", null)]
    [InlineData("LogoutRequest", "AuthnRequest", RefusalCodes.Malformed)]
    [InlineData("<NameID ", "text<NameID ", RefusalCodes.Malformed)]
    public void RedirectLogout_SignedRequestWithVariedContent_HasExpectedOutcome(string from, string to, string? code)
    {
        var query = With(Request, from, to);
        if (code is null)
        {
            Assert.NotNull(Verify(query).Request);
        }
        else
        {
            Refused(code, query);
        }
    }

    [Fact]
    public void RedirectLogout_RequestInResponseParameter_IsMalformed() =>
        Refused(RefusalCodes.Malformed, (Request with { Parameter = "SAMLResponse" }).ToString());

    [Theory]
    [InlineData("<samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>", "")]
    [InlineData("Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"", "")]
    [InlineData("</samlp:Status>", "</samlp:Status><samlp:Status><samlp:StatusCode Value=\"x\"/></samlp:Status>")]
    public void RedirectLogout_ResponseWithoutExactlyOneStatus_IsMalformed(string from, string to) =>
        Refused(RefusalCodes.Malformed, With(Response, from, to));

    [Fact]
    public void RedirectLogout_RelayStateOver2048Bytes_IsTooLarge()
    {
        Assert.Equal(new string('x', 2048), Verify((Request with { RelayState = new('x', 2048) }).ToString()).RelayState);
        Refused(RefusalCodes.TooLarge, (Request with { RelayState = new('x', 2049) }).ToString());
    }

    [Fact]
    public void RedirectLogout_ChangedRelayState_HasInvalidSignature()
    {
        Refused(RefusalCodes.SignatureInvalid, Request.ToString().Replace("RelayState=a", "RelayState=b", StringComparison.Ordinal));
        Refused(RefusalCodes.SignatureInvalid, Request.ToString().Replace("&RelayState=a%2fb", "", StringComparison.Ordinal));
    }

    [Fact]
    public void RedirectLogout_AnyChangedCharacter_IsRefused()
    {
        var query = (Request with { Xml = TestLogout.Request }).ToString();
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var at = random.Next(query.Length);
            var changed = query[..at] + (char)random.Next(0x20, 0x7f) + query[(at + 1)..];
            if (changed != query && !SameSignatureValue(query, changed))
            {
                Assert.NotNull(Verify(changed).Refusal);
            }
        }
    }

    private static bool SameSignatureValue(string query, string changed)
    {
        var at = query.IndexOf("&Signature=", StringComparison.Ordinal);
        return query[..at] == changed[..at] && Uri.UnescapeDataString(query[at..]) == Uri.UnescapeDataString(changed[at..]);
    }

    private static string With(RedirectQuery query, string from, string to)
    {
        Assert.Contains(from, query.Xml, StringComparison.Ordinal);
        return (query with { Xml = query.Xml.Replace(from, to, StringComparison.Ordinal) }).ToString();
    }

    private static LogoutMessageResult Verify(string query, LogoutExpectations? expectations = null) =>
        new LogoutVerifier(new(), TestClock.Create()).VerifyRedirect(query, expectations ?? TestLogout.Expectations());

    private static void Refused(string code, string query, LogoutExpectations? expectations = null)
    {
        var result = Verify(query, expectations);
        Assert.Equal(code, result.Refusal?.Code);
        Assert.Null(result.Request);
        Assert.Null(result.Response);
        Assert.False(result.Signed);
    }
}
