using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

// RSA-OAEP whose digest and whose mask's digest differ: saml2int asks for SHA-256 with MGF1 and SHA-1.
public class MixedOaepTests
{
    private static readonly TestEncryption Keycloak = new() { OaepDigest = XmlAlgorithms.Sha256 };

    public static TheoryData<TestEncryption> Forms =>
        new()
        {
            Keycloak,
            Keycloak with
            {
                DataAlgorithm = XmlAlgorithms.Aes256Gcm,
            },
            Keycloak with
            {
                KeyAlgorithm = XmlAlgorithms.RsaOaep,
            },
            new() { KeyAlgorithm = XmlAlgorithms.RsaOaep, OaepMgf = "http://www.w3.org/2009/xmlenc11#mgf1sha256" },
            new()
            {
                KeyAlgorithm = XmlAlgorithms.RsaOaep,
                OaepDigest = "http://www.w3.org/2001/04/xmlenc#sha512",
                OaepMgf = "http://www.w3.org/2009/xmlenc11#mgf1sha384",
            },
        };

    [Theory]
    [MemberData(nameof(Forms))]
    public void MixedOaep_DecryptorGiven_IsDecrypted(TestEncryption encryption)
    {
        var idp = TestIdp.Create().Encrypted(encryption);
        Assert.Null(Verify(idp, SupportedKey()));
        Assert.Equal(RefusalCodes.SignatureInvalid, Verify(idp.SignWith(TestCertificates.Untrusted), SupportedKey())!.Code);
    }

    [Fact]
    public void MixedOaep_NoDecryptorGiven_IsUnsupported()
    {
        var idp = TestIdp.Create().Encrypted(Keycloak);
        Assert.Equal(RefusalCodes.UnsupportedAlgorithm, Verify(idp, idp.Expectations().DecryptionKeys[1])!.Code);
        using var hardware = new HardwareRsa(TestCertificates.SpDecryption);
        var key = DecryptionKey.FromRsa(hardware, BouncyCastleOaep.Create);
        Assert.False(key.SupportsMixedOaep);
        Assert.Equal(RefusalCodes.UnsupportedAlgorithm, Verify(idp, key)!.Code);
    }

    [Theory]
    [InlineData("http://www.w3.org/2001/04/xmlenc#ripemd160", null)]
    [InlineData(XmlAlgorithms.Sha256, "http://www.w3.org/2009/xmlenc11#mgf1md5")]
    public void MixedOaep_DigestOutsideTheAllowList_IsUnsupported(string digest, string? mask)
    {
        var idp = TestIdp.Create().Encrypted(new() { KeyAlgorithm = XmlAlgorithms.RsaOaep }).AfterSigning(text => text);
        var changed = idp.Tampered(
            $"<xenc:EncryptionMethod Algorithm=\"{XmlAlgorithms.RsaOaep}\">",
            $"<xenc:EncryptionMethod Algorithm=\"{XmlAlgorithms.RsaOaep}\"><DigestMethod xmlns=\"http://www.w3.org/2000/09/xmldsig#\" Algorithm=\"{digest}\"/>"
                + (mask is null ? "" : $"<MGF xmlns=\"http://www.w3.org/2009/xmlenc11#\" Algorithm=\"{mask}\"/>")
        );
        Assert.Equal(RefusalCodes.UnsupportedAlgorithm, Verify(changed, SupportedKey())!.Code);
        Assert.Null(Verify(idp, SupportedKey()));
    }

    // Whatever is wrong with the padding, the answer is the same (RFC 8017 7.1.2; Manger's attack).
    [Fact]
    public void MixedOaep_AnyFaultInThePadding_GivesTheSameRefusal()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32);
        var decryptor = BouncyCastleOaep.Create(PrivateKey());
        Assert.Equal(key, Decrypt(decryptor, Encoded(key)));
        (string Fault, Func<byte[]> Make)[] faults =
        [
            ("first byte", () => [1, .. Encoded(key)[1..]]),
            ("label", () => Encoded(key, label: "x"u8.ToArray())),
            ("separator", () => Encoded(key, separator: 2)),
            ("no separator", () => Encoded(new byte[32], separator: 0)),
            ("seed", () => Flipped(Encoded(key), 5)),
            ("data", () => Flipped(Encoded(key), 200)),
        ];
        foreach (var (fault, make) in faults)
        {
            Assert.True(Decrypt(decryptor, make()) is null, fault);
        }

        foreach (var length in (int[])[0, 1, 255, 257])
        {
            Assert.Null(decryptor.TryDecrypt(new byte[length], HashAlgorithmName.SHA256, HashAlgorithmName.SHA1));
        }

        // A number that is not below the modulus.
        Assert.Null(decryptor.TryDecrypt([.. Enumerable.Repeat((byte)255, 256)], HashAlgorithmName.SHA256, HashAlgorithmName.SHA1));
    }

    [Fact]
    public void MixedOaep_ChangedWrappedKey_IsDecryptionFailed()
    {
        var idp = TestIdp.Create().Encrypted(Keycloak with { Recipient = TestCertificates.SpDecryptionNext });
        Assert.Equal(ElementDecryptor.Failed, Verify(idp, SupportedKey()));
    }

    [Fact]
    public void MixedOaep_ManyEncryptedKeys_CountTwiceInTheBudget()
    {
        // Four uses of eight while nothing is verified: three of other recipients, and then ours.
        Assert.Null(Verify(TestIdp.Create().Encrypted(Keycloak with { OtherRecipients = Others(3) }), SupportedKey()));
        Assert.Equal(
            ElementDecryptor.Failed,
            Verify(TestIdp.Create().Encrypted(Keycloak with { OtherRecipients = Others(4) }), SupportedKey())
        );
    }

    [Fact]
    public void MixedOaep_UsedInParallel_DecryptsEachTime()
    {
        var decryptor = BouncyCastleOaep.Create(PrivateKey());
        var encoded = Encoded([1, 2, 3]);
        Parallel.For(0, 16, _ => Assert.Equal<byte[]?>([1, 2, 3], Decrypt(decryptor, encoded)));
    }

    [Fact]
    public void ServiceProviderMetadata_MixedOaepSupported_IsListed()
    {
        var metadata = new ServiceProviderMetadata
        {
            EntityId = TestSp.EntityId,
            AssertionConsumerServiceUrl = TestSp.AcsUrl,
            EncryptionCertificates = [TestCertificates.SpDecryption],
        };
        const string Listed = "<ds:DigestMethod Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\"";
        Assert.DoesNotContain(Listed, Encoding.UTF8.GetString(metadata.ToXml(null)), StringComparison.Ordinal);
        Assert.Contains(
            Listed,
            Encoding.UTF8.GetString((metadata with { SupportsMixedOaep = true }).ToXml(null)),
            StringComparison.Ordinal
        );
    }

    private static List<X509Certificate2> Others(int count) => [.. Enumerable.Repeat(TestCertificates.SpDecryptionNext, count)];

    private static DecryptionKey SupportedKey()
    {
        using var rsa = TestCertificates.SpDecryption.GetRSAPrivateKey()!;
        return DecryptionKey.FromRsa(rsa, BouncyCastleOaep.Create);
    }

    private static Refusal? Verify(TestIdp idp, DecryptionKey key) =>
        new ResponseVerifier(new(), TestClock.Create())
            .VerifyXml(idp.SignedResponse().Bytes, idp.Expectations() with { DecryptionKeys = [key] })
            .Refusal;

    private static RSAParameters PrivateKey()
    {
        using var rsa = TestCertificates.SpDecryption.GetRSAPrivateKey()!;
        return rsa.ExportParameters(includePrivateParameters: true);
    }

    private static byte[] Encoded(byte[] key, byte[]? label = null, byte separator = 1) =>
        OaepEncoder.Encode(key, 256, HashAlgorithmName.SHA256, HashAlgorithmName.SHA1, label, separator);

    private static byte[]? Decrypt(IOaepDecryptor decryptor, byte[] encoded)
    {
        using var rsa = TestCertificates.SpDecryption.GetRSAPublicKey()!;
        return decryptor.TryDecrypt(OaepEncoder.EncryptRaw(encoded, rsa), HashAlgorithmName.SHA256, HashAlgorithmName.SHA1);
    }

    private static byte[] Flipped(byte[] bytes, int at)
    {
        bytes[at] ^= 1;
        return bytes;
    }
}
