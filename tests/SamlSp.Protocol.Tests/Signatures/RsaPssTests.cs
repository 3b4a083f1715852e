using System.Security.Cryptography;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class RsaPssTests
{
    private const string Pss = "http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1";

    static RsaPssTests() => CryptoConfig.AddAlgorithm(typeof(RsaPssSha256Description), Pss);

    [Fact]
    public void Verifier_RsaPssSignature_IsAcceptedOnlyUnderItsOwnAlgorithm()
    {
        var verifier = new ResponseVerifier(new(), TestClock.Create());
        var idp = TestIdp.Create().SignWith(TestCertificates.Idp, Pss);
        var result = verifier.VerifyXml(idp.SignedResponse().Bytes, idp.Expectations());
        Assert.True(result.Accepted, result.Refusal?.Message);

        var renamed = idp.Tampered(Pss, XmlAlgorithms.RsaSha256).SignedResponse();
        Assert.Equal(RefusalCodes.SignatureInvalid, verifier.VerifyXml(renamed.Bytes, idp.Expectations()).Refusal?.Code);
    }
}

/// <summary>RSA-PSS for SignedXml, which has none of its own; public because CryptoConfig makes it by name.</summary>
public sealed class RsaPssSha256Description : SignatureDescription
{
    /// <summary>RSA-PSS with SHA-256.</summary>
    public RsaPssSha256Description() => KeyAlgorithm = typeof(RSA).AssemblyQualifiedName;

    /// <inheritdoc/>
    public override HashAlgorithm CreateDigest() => SHA256.Create();

    /// <inheritdoc/>
    public override AsymmetricSignatureFormatter CreateFormatter(AsymmetricAlgorithm key) => new Formatter((RSA)key);

    private sealed class Formatter(RSA key) : AsymmetricSignatureFormatter
    {
        public override byte[] CreateSignature(byte[] rgbHash) => key.SignHash(rgbHash, HashAlgorithmName.SHA256, RSASignaturePadding.Pss);

        public override void SetHashAlgorithm(string strName) { }

        public override void SetKey(AsymmetricAlgorithm key) { }
    }
}
