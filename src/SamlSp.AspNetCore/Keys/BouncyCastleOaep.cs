using System.Security.Cryptography;
using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Encodings;
using Org.BouncyCastle.Crypto.Engines;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Math;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// RSA-OAEP with two different hashes, by BouncyCastle: the base class library has one hash for both. Compiled into each assembly that
/// decrypts, so that SamlSp.Protocol needs the base class library only. Safe for concurrent use.
/// </summary>
internal sealed class BouncyCastleOaep : IOaepDecryptor
{
    private readonly RsaPrivateCrtKeyParameters _key;
    private readonly int _length;

    private BouncyCastleOaep(RSAParameters key)
    {
        _key = new(
            Number(key.Modulus),
            Number(key.Exponent),
            Number(key.D),
            Number(key.P),
            Number(key.Q),
            Number(key.DP),
            Number(key.DQ),
            Number(key.InverseQ)
        );
        _length = key.Modulus!.Length;
    }

    /// <summary>Takes the private key; the parameters are copied.</summary>
    public static IOaepDecryptor Create(RSAParameters key) => new BouncyCastleOaep(key);

    /// <inheritdoc/>
    public byte[]? TryDecrypt(ReadOnlySpan<byte> wrapped, HashAlgorithmName digest, HashAlgorithmName maskDigest)
    {
        if (wrapped.Length != _length)
        {
            return null;
        }

        // The engine blinds the number, and the encoding looks at all of the padding before it reports any fault: every one is the same.
        var encoding = new OaepEncoding(new RsaBlindedEngine(), Hash(digest), Hash(maskDigest), encodingParams: null);
        encoding.Init(forEncryption: false, _key);
        try
        {
            return encoding.ProcessBlock(wrapped.ToArray(), 0, wrapped.Length);
        }
        catch (CryptoException)
        {
            return null;
        }
    }

    private static BigInteger Number(byte[]? bytes) => new(sign: 1, bytes);

    private static IDigest Hash(HashAlgorithmName name) =>
        name == HashAlgorithmName.SHA1 ? new Sha1Digest()
        : name == HashAlgorithmName.SHA256 ? new Sha256Digest()
        : name == HashAlgorithmName.SHA384 ? new Sha384Digest()
        : name == HashAlgorithmName.SHA512 ? new Sha512Digest()
        : throw new ArgumentOutOfRangeException(nameof(name), name.Name, "The hash is not one of OAEP's allow-list.");
}
