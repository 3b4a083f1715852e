using System.Numerics;
using System.Security.Cryptography;

namespace SamlSp.Testing;

/// <summary>RSA-OAEP by hand (RFC 8017 7.1.1), with a digest and a mask digest of its own, and with faults.</summary>
public static class OaepEncoder
{
    /// <summary>Encrypts for a public key.</summary>
    public static byte[] Encrypt(byte[] message, RSA key, HashAlgorithmName digest, HashAlgorithmName maskDigest) =>
        EncryptRaw(Encode(message, key.KeySize / 8, digest, maskDigest), key);

    /// <summary>EME-OAEP.</summary>
    public static byte[] Encode(
        byte[] message,
        int length,
        HashAlgorithmName digest,
        HashAlgorithmName maskDigest,
        byte[]? label = null,
        byte separator = 1
    )
    {
        var hash = CryptographicOperations.HashData(digest, label ?? []);
        byte[] data = [.. hash, .. new byte[length - message.Length - (2 * hash.Length) - 2], separator, .. message];
        var seed = RandomNumberGenerator.GetBytes(hash.Length);
        var maskedData = Xor(data, Mask(seed, data.Length, maskDigest));
        var maskedSeed = Xor(seed, Mask(maskedData, seed.Length, maskDigest));
        return [0, .. maskedSeed, .. maskedData];
    }

    /// <summary>RSA without padding (RFC 8017 5.1.1).</summary>
    public static byte[] EncryptRaw(byte[] encoded, RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        var number = BigInteger.ModPow(
            new(encoded, isUnsigned: true, isBigEndian: true),
            new(parameters.Exponent, isUnsigned: true, isBigEndian: true),
            new(parameters.Modulus, isUnsigned: true, isBigEndian: true)
        );
        var bytes = number.ToByteArray(isUnsigned: true, isBigEndian: true);
        return [.. new byte[encoded.Length - bytes.Length], .. bytes];
    }

    private static byte[] Mask(byte[] seed, int length, HashAlgorithmName digest)
    {
        var mask = new List<byte>();
        for (var i = 0; mask.Count < length; i++)
        {
            mask.AddRange(CryptographicOperations.HashData(digest, [.. seed, (byte)(i >> 24), (byte)(i >> 16), (byte)(i >> 8), (byte)i]));
        }

        return [.. mask[..length]];
    }

    private static byte[] Xor(byte[] left, byte[] right) => [.. left.Zip(right, (a, b) => (byte)(a ^ b))];
}
