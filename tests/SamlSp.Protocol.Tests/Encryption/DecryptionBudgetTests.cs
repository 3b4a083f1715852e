using System.Security.Cryptography.X509Certificates;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// D06: how many private key operations one message can cause.
public sealed class DecryptionBudgetTests : IDisposable
{
    private const string Saml = "urn:oasis:names:tc:SAML:2.0:assertion";
    private readonly HardwareRsa _other = new(TestCertificates.SpDecryptionNext);
    private readonly HardwareRsa _ours = new(TestCertificates.SpDecryption);

    public void Dispose()
    {
        _other.Dispose();
        _ours.Dispose();
    }

    [Theory]
    [InlineData(3, null, 8)]
    [InlineData(4, RefusalCodes.DecryptionFailed, 8)]
    [InlineData(8, RefusalCodes.DecryptionFailed, 8)]
    public void DecryptionBudget_UnverifiedMessage_StopsAtEightUses(int otherRecipients, string? code, int uses) =>
        Check(code, uses, TestIdp.Create().Encrypted(For(otherRecipients)));

    [Theory]
    [InlineData(7, null, 16)]
    [InlineData(8, RefusalCodes.DecryptionFailed, 16)]
    public void DecryptionBudget_VerifiedMessage_StopsAtSixteenUses(int otherRecipients, string? code, int uses) =>
        Check(code, uses, TestIdp.Create().Sign(SignedParts.Response).Encrypted(For(otherRecipients)));

    // The first element finds the key that fits; each other one costs one use.
    [Theory]
    [InlineData(31, null, 32)]
    [InlineData(32, RefusalCodes.DecryptionFailed, 32)]
    [InlineData(100, RefusalCodes.DecryptionFailed, 32)]
    public void DecryptionBudget_EncryptedAttributes_ShareThirtyTwoUses(int attributes, string? code, int uses) =>
        Check(code, uses, With(attributes, TestIdp.Create()));

    [Theory]
    [InlineData(30, null, 32)]
    [InlineData(31, RefusalCodes.DecryptionFailed, 32)]
    public void DecryptionBudget_EncryptedAssertionWithAttributes_CountsTheAssertion(int attributes, string? code, int uses) =>
        Check(code, uses, With(attributes, TestIdp.Create().Encrypted()));

    [Fact]
    public void DecryptionBudget_ConfiguredLimits_AreUsed()
    {
        Check(null, 41, With(40, TestIdp.Create()), new() { MaximumDecryptions = 41 });
        Check(null, 10, TestIdp.Create().Encrypted(For(4)), new() { MaximumUnverifiedDecryptions = 10 });
    }

    private static TestEncryption For(int otherRecipients) =>
        new() { OtherRecipients = [.. Enumerable.Repeat(TestCertificates.Untrusted, otherRecipients)] };

    private static TestIdp With(int attributes, TestIdp idp)
    {
        var attribute =
            $"<EncryptedAttribute>{new TestEncryption().Encrypt($"<Attribute xmlns=\"{Saml}\" Name=\"n\"><AttributeValue>v</AttributeValue></Attribute>")}</EncryptedAttribute>";
        return idp.BeforeSigning(xml =>
            xml.Replace(
                "<AttributeStatement>",
                "<AttributeStatement>" + string.Concat(Enumerable.Repeat(attribute, attributes)),
                StringComparison.Ordinal
            )
        );
    }

    private void Check(string? code, int uses, TestIdp idp, VerifierLimits? limits = null)
    {
        var response = idp.SignedResponse();
        var expectations = response.Expectations() with { DecryptionKeys = [DecryptionKey.FromRsa(_other), DecryptionKey.FromRsa(_ours)] };
        var before = _other.Uses + _ours.Uses;
        Assert.Equal(code, new ResponseVerifier(limits ?? new(), TestClock.Create()).VerifyXml(response.Bytes, expectations).Refusal?.Code);
        Assert.Equal(uses, _other.Uses + _ours.Uses - before);
    }
}
