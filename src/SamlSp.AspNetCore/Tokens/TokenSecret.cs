using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>Tokens as programs hold them: 256 random bits in base64url, 43 characters without a meaning.</summary>
internal static class TokenSecret
{
    private const int Length = 43;
    private const int TagBytes = 16;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    );

    // Each key encrypts one text, once, so the nonce can be constant.
    private static readonly byte[] Nonce = new byte[12];

    public static string New() => Base64UrlOf(RandomNumberGenerator.GetBytes(32));

    public static string Base64UrlOf(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);

    /// <summary>Whether a text is 32 bytes in base64url: a token, or a SHA-256.</summary>
    public static bool HasForm(string text) => text.Length == Length && !text.AsSpan().ContainsAnyExcept(Alphabet);

    /// <summary>The hash by which stores find a token.</summary>
    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    /// <summary>Encrypts the ID of a session so that only the holder of the token can read it.</summary>
    public static string Seal(string token, string sessionId)
    {
        var plain = Encoding.UTF8.GetBytes(sessionId);
        var sealedSession = new byte[plain.Length + TagBytes];
        using var aes = new AesGcm(Key(token), TagBytes);
        aes.Encrypt(Nonce, plain, sealedSession.AsSpan(0, plain.Length), sealedSession.AsSpan(plain.Length));
        return Base64UrlOf(sealedSession);
    }

    /// <summary>The ID of the session behind a token.</summary>
    /// <exception cref="CryptographicException">The text was not encrypted with this token.</exception>
    public static string Open(string token, string sealedSession)
    {
        var bytes = System.Buffers.Text.Base64Url.DecodeFromChars(sealedSession);
        var plain = new byte[bytes.Length - TagBytes];
        using var aes = new AesGcm(Key(token), TagBytes);
        aes.Decrypt(Nonce, bytes.AsSpan(0, plain.Length), bytes.AsSpan(plain.Length), plain);
        return Encoding.UTF8.GetString(plain);
    }

    private static byte[] Key(string token) =>
        HKDF.DeriveKey(HashAlgorithmName.SHA256, Encoding.ASCII.GetBytes(token), 32, info: "SamlSp.SealedSession.v1"u8.ToArray());
}
