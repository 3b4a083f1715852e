using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>An RSA private key for encrypted assertions. Safe for concurrent use.</summary>
public sealed class DecryptionKey
{
    private readonly Lock _gate = new();
    private readonly RSA _key;
    private readonly KeyPool<RSA>? _copies;
    private readonly IOaepDecryptor? _mixedOaep;

    private DecryptionKey(RSA key, Func<RSAParameters, IOaepDecryptor>? createMixedOaep)
    {
        _key = key;
        if (TryCopy(key, createMixedOaep, out _mixedOaep) is { } copy)
        {
            _key = copy;
            _copies = new(Copy);
        }
        else if (!CanDecrypt(key))
        {
            throw new ArgumentException("A decryption key must have its private part.", nameof(key));
        }
    }

    /// <summary>
    /// Wraps an RSA private key of at least 2048 bits. A key that can be exported is copied, so that messages need not wait for each other,
    /// and the caller may dispose of it. One that cannot (in a hardware module, say) is used as it is, by one message at a time: the caller
    /// keeps it alive.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="createMixedOaep">
    /// Creates what decrypts RSA-OAEP with two different digests, from the private key. Null, or a key that cannot be exported, leaves that
    /// form unsupported.
    /// </param>
    /// <exception cref="ArgumentException">The key is shorter, or has no private part.</exception>
    public static DecryptionKey FromRsa(RSA key, Func<RSAParameters, IOaepDecryptor>? createMixedOaep = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.KeySize < KeySizes.MinimumRsa)
        {
            throw new ArgumentException("A decryption key must have at least 2048 bits.", nameof(key));
        }

        return new(key, createMixedOaep);
    }

    /// <summary>Whether it decrypts RSA-OAEP whose digest and whose mask's digest differ.</summary>
    public bool SupportsMixedOaep => _mixedOaep is not null;

    /// <summary>Unwraps a content key; null when it was not wrapped for this key, or not at all.</summary>
    internal byte[]? TryDecrypt(ReadOnlySpan<byte> wrapped, KeyTransport transport) =>
        transport.IsMixed
            ? _mixedOaep?.TryDecrypt(wrapped, transport.Digest, transport.MaskDigest)
            : TryDecrypt(wrapped, transport.Padding);

    private byte[]? TryDecrypt(ReadOnlySpan<byte> wrapped, RSAEncryptionPadding padding)
    {
        if (_copies is null)
        {
            // The framework does not promise that one instance is safe for concurrent use.
            lock (_gate)
            {
                return TryDecrypt(_key, wrapped, padding);
            }
        }

        var copy = _copies.Rent();
        var contentKey = TryDecrypt(copy, wrapped, padding);
        _copies.Return(copy);
        return contentKey;
    }

    private static byte[]? TryDecrypt(RSA key, ReadOnlySpan<byte> wrapped, RSAEncryptionPadding padding)
    {
        try
        {
            return key.Decrypt(wrapped, padding);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private RSA Copy()
    {
        lock (_gate)
        {
            return TryCopy(_key, createMixedOaep: null, out _)!;
        }
    }

    private static RSA? TryCopy(RSA key, Func<RSAParameters, IOaepDecryptor>? createMixedOaep, out IOaepDecryptor? mixedOaep)
    {
        mixedOaep = null;
        RSAParameters parameters = default;
        try
        {
            parameters = key.ExportParameters(includePrivateParameters: true);
            mixedOaep = createMixedOaep?.Invoke(parameters);
            return RSA.Create(parameters);
        }
        catch (Exception exception) when (exception is CryptographicException or NotSupportedException or NotImplementedException)
        {
            return null;
        }
        finally
        {
            foreach (var secret in (byte[]?[])[parameters.D, parameters.P, parameters.Q, parameters.DP, parameters.DQ, parameters.InverseQ])
            {
                CryptographicOperations.ZeroMemory(secret);
            }
        }
    }

    // Only using it tells a private key that cannot be exported from a public one.
    private static bool CanDecrypt(RSA key)
    {
        using var publicPart = RSA.Create(key.ExportParameters(includePrivateParameters: false));
        return TryDecrypt(key, publicPart.Encrypt([1], RSAEncryptionPadding.OaepSHA1), RSAEncryptionPadding.OaepSHA1) is [1];
    }
}
