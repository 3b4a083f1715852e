using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// An encrypted element may rely on namespaces that are declared outside it (XML Encryption 1.1 4.4).
public class OuterNamespaceTests
{
    private const string Saml = " xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\"";
    private const string Xsi = " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

    public static TheoryData<string, SignedParts> Forms =>
        new()
        {
            { XmlAlgorithms.Aes256Cbc, SignedParts.Assertion },
            { XmlAlgorithms.Aes256Cbc, SignedParts.Response },
            { XmlAlgorithms.Aes256Cbc, SignedParts.Assertion | SignedParts.Response },
            { XmlAlgorithms.Aes256Gcm, SignedParts.Assertion },
            { XmlAlgorithms.Aes256Gcm, SignedParts.Response },
            { XmlAlgorithms.Aes256Gcm, SignedParts.Assertion | SignedParts.Response },
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public void EncryptedAssertion_NamespaceDeclaredOnItsWrapper_IsAccepted(string algorithm, SignedParts signs)
    {
        var idp = Without(Saml, algorithm).Sign(signs);
        var assertion = Accepted(idp);
        Assert.True(assertion.Encrypted);
        Assert.Equal("alice@example.com", assertion.NameId.Value);
    }

    [Theory]
    [InlineData(XmlAlgorithms.Aes256Cbc, SignedParts.Assertion)]
    [InlineData(XmlAlgorithms.Aes256Gcm, SignedParts.Assertion)]
    [InlineData(XmlAlgorithms.Aes256Cbc, SignedParts.Assertion | SignedParts.Response)]
    [InlineData(XmlAlgorithms.Aes256Gcm, SignedParts.Assertion | SignedParts.Response)]
    public void EncryptedSignedAssertion_PrefixDeclaredOnTheResponse_IsAccepted(string algorithm, SignedParts signs) =>
        Assert.Equal("alice@example.com", Accepted(Typed(algorithm).Sign(signs)).NameId.Value);

    // Nothing covers what the prefix means: the signed bytes of the Response no longer have the declaration.
    [Theory]
    [InlineData(XmlAlgorithms.Aes256Cbc)]
    [InlineData(XmlAlgorithms.Aes256Gcm)]
    public void EncryptedAssertionWithoutSignature_PrefixDeclaredInUnsignedBytes_IsRefused(string algorithm)
    {
        var refusal = Refused(Typed(algorithm).Sign(SignedParts.Response));
        Assert.Equal(RefusalCodes.Malformed, refusal.Code);
        Assert.Contains("declared neither in it nor in the signed bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(XmlAlgorithms.Aes256Cbc, SignedParts.Assertion)]
    [InlineData(XmlAlgorithms.Aes256Gcm, SignedParts.Assertion)]
    public void EncryptedSignedAssertion_ReboundPrefix_HasInvalidSignature(string algorithm, SignedParts signs) =>
        Assert.Equal(RefusalCodes.SignatureInvalid, Refused(Typed(algorithm).Sign(signs).Tampered(Xsi, " xmlns:xsi=\"urn:rebound\"")).Code);

    // A declaration that no element of the Response uses is not in its canonical form, so its signature holds. The assertion's does not.
    [Theory]
    [InlineData(XmlAlgorithms.Aes256Cbc)]
    [InlineData(XmlAlgorithms.Aes256Gcm)]
    public void EncryptedSignedAssertionInSignedResponse_ReboundPrefix_HasInvalidSignature(string algorithm)
    {
        var idp = Typed(algorithm).Sign(SignedParts.Assertion | SignedParts.Response).Tampered(Xsi, " xmlns:xsi=\"urn:rebound\"");
        Assert.Equal(RefusalCodes.SignatureInvalid, Refused(idp).Code);
    }

    [Fact]
    public void EncryptedAssertion_UndeclaredPrefixInUnsignedCbc_TellsOnlyThatDecryptionFailed()
    {
        var idp = Typed(XmlAlgorithms.Aes256Cbc).Tampered(Xsi, "");
        Assert.Equal(ElementDecryptor.Failed, Refused(idp));
        var signed = Typed(XmlAlgorithms.Aes256Gcm).Tampered(Xsi, "");
        Assert.Equal(RefusalCodes.Malformed, Refused(signed).Code);
    }

    [Fact]
    public void EncryptedAttribute_NamespaceDeclaredOutside_IsRead()
    {
        var assertion = Accepted(WithAttribute("<Attribute Name=\"color\"><AttributeValue>green</AttributeValue></Attribute>"));
        Assert.Equal(["green"], assertion.Attributes["color"]);
    }

    [Fact]
    public void EncryptedAttribute_PrefixThatTheSignedBytesDoNotDeclare_IsRefused()
    {
        var refusal = Refused(
            WithAttribute("<Attribute Name=\"color\"><AttributeValue xsi:nil=\"false\">green</AttributeValue></Attribute>")
                .BeforeSigning(text => text.Replace("<samlp:Response", "<samlp:Response" + Xsi, StringComparison.Ordinal))
        );
        Assert.Equal(RefusalCodes.Malformed, refusal.Code);
        Assert.Contains("declared neither in it nor in the signed bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void EncryptedId_NamespaceDeclaredOutside_IsRead()
    {
        var idp = TestIdp
            .Create()
            .Encrypted()
            .BeforeSigning(text =>
            {
                var start = text.IndexOf("<NameID", StringComparison.Ordinal);
                var end = text.IndexOf("</NameID>", StringComparison.Ordinal) + "</NameID>".Length;
                return $"{text[..start]}<EncryptedID>{new TestEncryption().Encrypt(text[start..end])}</EncryptedID>{text[end..]}";
            });
        Assert.Equal("alice@example.com", Accepted(idp).NameId.Value);
    }

    /// <summary>The plaintext lacks a declaration that its own canonical form has.</summary>
    private static TestIdp Without(string declaration, string algorithm) =>
        TestIdp
            .Create()
            .Encrypted(
                new()
                {
                    DataAlgorithm = algorithm,
                    ChangePlaintext = text =>
                    {
                        Assert.Contains(declaration, text, StringComparison.Ordinal);
                        return text.Replace(declaration, "", StringComparison.Ordinal);
                    },
                }
            );

    /// <summary>An attribute value with xsi:type, whose prefix is declared on the Response.</summary>
    private static TestIdp Typed(string algorithm) =>
        Without(Xsi, algorithm)
            .BeforeSigning(text =>
                text.Replace("<samlp:Response", "<samlp:Response" + Xsi, StringComparison.Ordinal)
                    .Replace("<AttributeValue>", "<AttributeValue xsi:type=\"string\">", StringComparison.Ordinal)
            );

    private static TestIdp WithAttribute(string plaintext) =>
        TestIdp
            .Create()
            .Encrypted()
            .BeforeSigning(text =>
                text.Replace(
                    "</AttributeStatement>",
                    $"<EncryptedAttribute>{new TestEncryption().Encrypt(plaintext)}</EncryptedAttribute></AttributeStatement>",
                    StringComparison.Ordinal
                )
            );

    private static VerifiedAssertion Accepted(TestIdp idp)
    {
        var result = Verify(idp);
        Assert.True(result.Accepted, result.Refusal?.ToString());
        return result.Assertion;
    }

    private static Refusal Refused(TestIdp idp)
    {
        var result = Verify(idp);
        Assert.False(result.Accepted);
        return result.Refusal;
    }

    private static VerificationResult Verify(TestIdp idp) =>
        new ResponseVerifier(new(), TestClock.Create()).VerifyXml(idp.SignedResponse().Bytes, idp.Expectations());
}
