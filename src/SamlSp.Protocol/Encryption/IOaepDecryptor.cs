using System.Security.Cryptography;

namespace SamlSp.Protocol;

/// <summary>
/// Decrypts by RSA-OAEP whose digest and whose mask's digest differ, such as SHA-256 with MGF1 and SHA-1 (XML Encryption 1.1 5.5.2). The
/// base class library has no such form, so it is given to <see cref="DecryptionKey.FromRsa"/>. Must be safe for concurrent use.
/// </summary>
public interface IOaepDecryptor
{
    /// <summary>
    /// The decrypted bytes; null for every failure, whatever it is. The time must not depend on which part of the padding is wrong.
    /// </summary>
    /// <param name="wrapped">What was encrypted.</param>
    /// <param name="digest">The digest of the label: SHA-1, SHA-256, SHA-384 or SHA-512.</param>
    /// <param name="maskDigest">The digest of the mask generation function MGF1, one of the same.</param>
    byte[]? TryDecrypt(ReadOnlySpan<byte> wrapped, HashAlgorithmName digest, HashAlgorithmName maskDigest);
}
