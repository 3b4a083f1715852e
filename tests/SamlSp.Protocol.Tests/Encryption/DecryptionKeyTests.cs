using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SamlSp.Testing;

namespace SamlSp.Protocol.Tests;

public class DecryptionKeyTests
{
    private static readonly byte[] Content = [1, 2, 3];
    private static readonly KeyTransport Sha1 = new(HashAlgorithmName.SHA1, HashAlgorithmName.SHA1);

    [Fact]
    public void DecryptionKey_PublicKeyOnly_Throws()
    {
        using var key = TestCertificates.SpDecryption.GetRSAPublicKey()!;
        Assert.Throws<ArgumentException>(() => DecryptionKey.FromRsa(key));
        using var hardware = new HardwareRsa(TestCertificates.SpDecryption, withPrivateKey: false);
        Assert.Throws<ArgumentException>(() => DecryptionKey.FromRsa(hardware));
    }

    [Fact]
    public void DecryptionKey_KeyOf1024Bits_Throws()
    {
        using var key = RSA.Create(1024);
        Assert.Throws<ArgumentException>(() => DecryptionKey.FromRsa(key));
    }

    [Fact]
    public void DecryptionKey_ExportableKey_IsCopied()
    {
        DecryptionKey decryption;
        using (var key = TestCertificates.SpDecryption.GetRSAPrivateKey()!)
        {
            decryption = DecryptionKey.FromRsa(key);
        }

        Assert.Equal(Content, decryption.TryDecrypt(Wrapped(), Sha1));
        Assert.Null(decryption.TryDecrypt(Wrapped(), new(HashAlgorithmName.SHA256, HashAlgorithmName.SHA256)));
    }

    [Fact]
    public void DecryptionKey_ExportableKeyUsedInParallel_DecryptsEachTime()
    {
        using var key = TestCertificates.SpDecryption.GetRSAPrivateKey()!;
        var decryption = DecryptionKey.FromRsa(key);
        var wrapped = Wrapped();
        Parallel.For(0, 100, new() { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(Content, decryption.TryDecrypt(wrapped, Sha1)));
    }

    [Fact]
    public void DecryptionKey_NonExportableKeyUsedInParallel_IsUsedOneAtATime()
    {
        using var key = new HardwareRsa(TestCertificates.SpDecryption);
        var decryption = DecryptionKey.FromRsa(key);
        var wrapped = Wrapped();
        Parallel.For(0, 100, new() { MaxDegreeOfParallelism = 8 }, _ => Assert.Equal(Content, decryption.TryDecrypt(wrapped, Sha1)));
        Assert.False(key.Collided);
    }

    private static byte[] Wrapped()
    {
        using var key = TestCertificates.SpDecryption.GetRSAPublicKey()!;
        return key.Encrypt(Content, RSAEncryptionPadding.OaepSHA1);
    }
}
