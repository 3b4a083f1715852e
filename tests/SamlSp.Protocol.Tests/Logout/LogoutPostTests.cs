using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// I01, I02 and the XML Signature half of the logout messages.
public class LogoutPostTests
{
    [Fact]
    public void PostLogout_SignedRequest_IsVerified()
    {
        var result = Verify(SignedForm.Sign(TestLogout.Request), relayState: "state");
        Assert.Null(result.Refusal);
        Assert.True(result.Signed);
        Assert.Equal("state", result.RelayState);
        Assert.Equal("alice@example.com", result.Request!.NameId.Value);
        Assert.Equal(["_session1"], result.Request.SessionIndexes);
    }

    // Some identity providers send an empty SessionIndex for all sessions of the user.
    [Theory]
    [InlineData("<samlp:SessionIndex/>", new string[0])]
    [InlineData("<samlp:SessionIndex> </samlp:SessionIndex>", new string[0])]
    [InlineData("<samlp:SessionIndex/><samlp:SessionIndex>_session2</samlp:SessionIndex>", new[] { "_session2" })]
    public void PostLogout_EmptySessionIndex_CountsAsNone(string inRequest, string[] expected)
    {
        var result = Verify(
            SignedForm.Sign(
                TestLogout.Request.Replace("<samlp:SessionIndex>_session1</samlp:SessionIndex>", inRequest, StringComparison.Ordinal)
            )
        );
        Assert.Null(result.Refusal);
        Assert.Equal(expected, result.Request!.SessionIndexes);
    }

    [Theory]
    [InlineData("</samlp:SessionIndex>", "</samlp:SessionIndex><samlp:Odd/>", "Odd is not allowed at its place in the LogoutRequest.")]
    [InlineData("</samlp:SessionIndex>", "</samlp:SessionIndex>text", "The LogoutRequest has text between its child elements.")]
    public void PostLogout_ElementOutOfPlace_IsNamed(string before, string after, string message) =>
        Assert.Equal(
            message,
            Verify(SignedForm.Sign(TestLogout.Request.Replace(before, after, StringComparison.Ordinal))).Refusal!.Message
        );

    [Fact]
    public void PostLogout_NameIdOfWhiteSpace_IsRefused() =>
        Refused(
            RefusalCodes.NameIdInvalid,
            SignedForm.Sign(TestLogout.Request.Replace("alice@example.com", "\u00A0", StringComparison.Ordinal))
        );

    [Fact]
    public void PostLogout_SignedResponse_IsVerified()
    {
        var result = Verify(SignedForm.Sign(TestLogout.Response, TestCertificates.IdpEcdsa), MessageParameter.SAMLResponse);
        Assert.True(result.Signed);
        Assert.Equal(TestSp.RequestId, result.Response!.InResponseTo);
    }

    [Fact]
    public void PostLogout_RequestSignedByUs_IsVerified()
    {
        var ours = new LogoutRequest
        {
            Id = "_1",
            IssueInstant = TestClock.Now,
            Issuer = TestTenant.Issuer,
            NameId = new("alice@example.com"),
        };
        var value = PostBinding.CreateFormValue(ours.ToXml(), SigningKey.FromCertificate(TestCertificates.Idp));
        Assert.NotNull(
            new LogoutVerifier(new(), TestClock.Create())
                .VerifyPost(MessageParameter.SAMLRequest, value, null, TestLogout.Expectations())
                .Request
        );
    }

    [Fact]
    public void PostLogout_UnsignedRequest_IsRefusedEvenIfUnsignedResponsesAreAllowed()
    {
        Refused(RefusalCodes.Unsigned, TestLogout.Request);
        Refused(RefusalCodes.Unsigned, TestLogout.Request, expectations: TestLogout.Expectations() with { AllowUnsignedResponse = true });
    }

    [Fact]
    public void PostLogout_UnsignedResponse_IsReturnedOnlyIfAllowed()
    {
        Refused(RefusalCodes.Unsigned, TestLogout.Response, MessageParameter.SAMLResponse);
        var result = Verify(
            TestLogout.Response,
            MessageParameter.SAMLResponse,
            TestLogout.Expectations() with
            {
                AllowUnsignedResponse = true,
            }
        );
        Assert.False(result.Signed);
        Assert.Equal(StatusUris.Success, result.Response!.Status);
    }

    [Theory]
    [InlineData("alice@example.com", "bob@example.com")]
    [InlineData("_session1", "_session2")]
    [InlineData("05:59:00", "05:59:01")]
    public void PostLogout_ChangedRequest_HasInvalidSignature(string from, string to) =>
        Refused(RefusalCodes.SignatureInvalid, SignedForm.Sign(TestLogout.Request).Replace(from, to, StringComparison.Ordinal));

    [Fact]
    public void PostLogout_BadSignatureWhereUnsignedIsAllowed_IsRefused() =>
        Refused(
            RefusalCodes.SignatureInvalid,
            SignedForm.Sign(TestLogout.Response, TestCertificates.Untrusted),
            MessageParameter.SAMLResponse,
            TestLogout.Expectations() with
            {
                AllowUnsignedResponse = true,
            }
        );

    [Fact]
    public void PostLogout_UnpinnedExpiredOrWeakKey_IsRefused()
    {
        Refused(RefusalCodes.SignatureInvalid, SignedForm.Sign(TestLogout.Request, TestCertificates.Untrusted));
        Refused(
            RefusalCodes.ExpiredCertificate,
            SignedForm.Sign(TestLogout.Request, TestCertificates.IdpExpired),
            expectations: TestLogout.Expectations(TestCertificates.IdpExpired)
        );
        Refused(RefusalCodes.WeakAlgorithm, SignedForm.Sign(TestLogout.Request, algorithm: XmlAlgorithms.RsaSha1));
    }

    [Fact]
    public void PostLogout_SignatureInAnotherPlace_IsRefused()
    {
        var signed = SignedForm.Sign(TestLogout.Request);
        var start = signed.IndexOf("<Signature ", StringComparison.Ordinal);
        var end = signed.IndexOf("</Signature>", StringComparison.Ordinal) + "</Signature>".Length;
        var signature = signed[start..end];
        var without = signed.Remove(start, end - start);
        Assert.NotNull(Verify(without.Insert(start, signature)).Request);
        Refused(
            RefusalCodes.SignatureStructure,
            without.Insert(without.IndexOf("</samlp:LogoutRequest>", StringComparison.Ordinal), signature)
        );
        Refused(RefusalCodes.SignatureStructure, without.Insert(start, signature + signature));
        Refused(RefusalCodes.SignatureStructure, without.Insert(start, $"<samlp:Extensions>{signature}</samlp:Extensions>"));
    }

    // I02: the signed request inside a forged one.
    [Fact]
    public void PostLogout_SignedRequestInsideForgedOne_IsRefused()
    {
        var signed = SignedForm.Sign(TestLogout.Request);
        var forged = TestLogout
            .Request.Replace(TestLogout.RequestId, "_forged", StringComparison.Ordinal)
            .Replace("alice", "bob", StringComparison.Ordinal);
        Refused(
            RefusalCodes.SignatureStructure,
            forged.Replace("</Issuer>", $"</Issuer><samlp:Extensions>{signed}</samlp:Extensions>", StringComparison.Ordinal)
        );
        Refused(
            RefusalCodes.SignatureStructure,
            signed.Replace("</Signature>", $"<Object>{TestLogout.Request}</Object></Signature>", StringComparison.Ordinal)
        );
    }

    // I02, A08: a signed Response of a sign-in is no logout message.
    [Fact]
    public void PostLogout_SignInResponseOrWrongParameter_IsMalformed()
    {
        var response = TestIdp.Create().Sign(SignedParts.Response).SignedResponse().Xml;
        Refused(RefusalCodes.Malformed, response, MessageParameter.SAMLResponse);
        Refused(RefusalCodes.Malformed, response);
        Refused(RefusalCodes.Malformed, SignedForm.Sign(TestLogout.Request), MessageParameter.SAMLResponse);
    }

    [Theory]
    [InlineData(TestSp.LogoutUrl, "https://other.example.com/", RefusalCodes.DestinationMismatch)]
    [InlineData("05:59:00.000Z", "05:50:00.000Z", RefusalCodes.Expired)]
    [InlineData(TestTenant.LogoutIssuer, "https://sts.windows.net/another/", RefusalCodes.UntrustedIssuer)]
    [InlineData("<NameID ", "<EncryptedID xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"/><NameID ", RefusalCodes.NameIdInvalid)]
    public void PostLogout_SignedRequestWithInvalidContent_IsRefused(string from, string to, string code) =>
        Refused(code, SignedForm.Sign(TestLogout.Request.Replace(from, to, StringComparison.Ordinal)));

    [Theory]
    [InlineData("", RefusalCodes.Malformed)]
    [InlineData("hello", RefusalCodes.Malformed)]
    [InlineData("PGEvPg==", RefusalCodes.Malformed)]
    [InlineData("PCFET0NUWVBFIGE+PGEvPg==", RefusalCodes.ForbiddenXml)]
    public void PostLogout_TextThatIsNoMessage_IsRefused(string value, string code)
    {
        var result = new LogoutVerifier(new(), TestClock.Create()).VerifyPost(
            MessageParameter.SAMLRequest,
            value,
            null,
            TestLogout.Expectations()
        );
        Assert.Equal(code, result.Refusal?.Code);
    }

    [Fact]
    public void PostLogout_MessageOverLimit_IsTooLarge()
    {
        var result = new LogoutVerifier(new(), TestClock.Create()).VerifyPost(
            MessageParameter.SAMLRequest,
            new('A', 4 * 1024 * 1024),
            null,
            TestLogout.Expectations()
        );
        Assert.Equal(RefusalCodes.TooLarge, result.Refusal?.Code);
    }

    private static LogoutMessageResult Verify(
        string xml,
        MessageParameter parameter = MessageParameter.SAMLRequest,
        LogoutExpectations? expectations = null,
        string? relayState = null
    ) =>
        new LogoutVerifier(new(), TestClock.Create()).VerifyPost(
            parameter,
            SignedForm.Encode(xml),
            relayState,
            expectations ?? TestLogout.Expectations()
        );

    private static void Refused(
        string code,
        string xml,
        MessageParameter parameter = MessageParameter.SAMLRequest,
        LogoutExpectations? expectations = null
    )
    {
        var result = Verify(xml, parameter, expectations);
        Assert.Equal(code, result.Refusal?.Code);
        Assert.Null(result.Request);
        Assert.Null(result.Response);
        Assert.False(result.Signed);
    }
}
