using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>An RSA private key for encrypted assertions. Safe for concurrent use.</summary>
public sealed class DecryptionKey
{
    private DecryptionKey(RSA key) => Key = key;

    internal RSA Key { get; }

    /// <summary>Wraps an RSA private key of at least 2048 bits. The caller keeps it alive.</summary>
    public static DecryptionKey FromRsa(RSA key) => new(key);
}
