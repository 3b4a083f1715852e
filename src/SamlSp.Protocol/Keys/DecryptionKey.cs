using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>An RSA private key for encrypted assertions. Safe for concurrent use.</summary>
public sealed class DecryptionKey
{
    private readonly Lock _gate = new();
    private readonly RSA _key;

    private DecryptionKey(RSA key) => _key = key;

    /// <summary>Wraps an RSA private key of at least 2048 bits. The caller keeps it alive.</summary>
    /// <exception cref="ArgumentException">The key is shorter.</exception>
    public static DecryptionKey FromRsa(RSA key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize < KeySizes.MinimumRsa)
            throw new ArgumentException("A decryption key must have at least 2048 bits.", nameof(key));
        return new(key);
    }

    /// <summary>Unwraps a content key; null when it was not wrapped for this key, or not at all.</summary>
    internal byte[]? TryDecrypt(ReadOnlySpan<byte> wrapped, RSAEncryptionPadding padding)
    {
        try
        {
            // The framework does not promise that one instance is safe for concurrent use, and a private key need not be exportable, so there is only one.
            lock (_gate)
                return _key.Decrypt(wrapped, padding);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
