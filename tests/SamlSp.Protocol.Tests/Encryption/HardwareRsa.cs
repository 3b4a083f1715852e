using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace SamlSp.Protocol.Tests;

/// <summary>
/// A private key that cannot be exported, as one in a hardware module, and that counts its uses; fails when it is used in parallel.
/// </summary>
internal sealed class HardwareRsa : RSA
{
    private readonly RSA _key;
    private int _inUse;

    public HardwareRsa(X509Certificate2 certificate, bool withPrivateKey = true)
    {
        _key = withPrivateKey ? certificate.GetRSAPrivateKey()! : certificate.GetRSAPublicKey()!;
        KeySizeValue = _key.KeySize;
    }

    public int Uses { get; private set; }

    public bool Collided { get; private set; }

    public override RSAParameters ExportParameters(bool includePrivateParameters) =>
        includePrivateParameters
            ? throw new CryptographicException("The key cannot be exported.")
            : _key.ExportParameters(includePrivateParameters: false);

    public override void ImportParameters(RSAParameters parameters) => throw new NotSupportedException();

    public override byte[] Decrypt(byte[] data, RSAEncryptionPadding padding)
    {
        Collided |= Interlocked.Increment(ref _inUse) > 1;
        try
        {
            Uses++;
            return _key.Decrypt(data, padding);
        }
        finally
        {
            Interlocked.Decrement(ref _inUse);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _key.Dispose();
        }

        base.Dispose(disposing);
    }
}
