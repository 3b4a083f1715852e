using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp;

/// <summary>
/// The token of an owner link: short enough for a mail, and valid for hours or days, as the operator chooses. Whoever can use the server's
/// key is the operator. It names a subject and an end, and its ID lets the server accept it once.
/// </summary>
/// <remarks>
/// The form is base64url of a version, the end in minutes since 1970 (32 bits), an ID (96 bits), the subject, and a proof over all of that
/// with the server's address. With an RSA key the proof is an HMAC-SHA-256 (RFC 2104) of 128 bits, whose key is derived (RFC 5869) from the
/// key's signature of a fixed text: RSA PKCS#1 gives the same signature each time, and nobody else can make it. An ECDSA signature is
/// another one each time, and short: it is the proof itself. No other message that the key signs begins with these texts. The command line
/// creates the tokens, the server verifies them: SamlSp.Tool compiles this file as well.
/// </remarks>
internal sealed record OwnerLinkToken
{
    /// <summary>How long a link is valid if nothing else is said: 24 hours.</summary>
    public static readonly TimeSpan DefaultLifetime = TimeSpan.FromHours(24);

    /// <summary>The longest validity: 7 days.</summary>
    public static readonly TimeSpan MaximumLifetime = TimeSpan.FromDays(7);

    private const byte Version = 1;
    private const int IdLength = 12;
    private const int SubjectAt = 1 + sizeof(uint) + IdLength;
    private const int MacLength = 16;
    private const int MaxSubjectLength = 64;
    private const int MaxTextLength = 512;
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>The name of the organization, or <c>*</c> for a new one.</summary>
    public required string Subject { get; init; }

    /// <summary>The end of its validity, UTC, in whole minutes.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>96 random bits, hexadecimal.</summary>
    public required string Id { get; init; }

    /// <summary>Creates a token.</summary>
    /// <param name="key">Our own key.</param>
    /// <param name="subject">The name of the organization, or <c>*</c> for a new one.</param>
    /// <param name="audience">The server's base URL.</param>
    /// <param name="expiresAt">The end of its validity; seconds are left out.</param>
    public static string Create(SigningKey key, string subject, string audience, DateTimeOffset expiresAt)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(subject);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        var name = Encoding.ASCII.GetBytes(subject);
        var content = new byte[SubjectAt + name.Length];
        content[0] = Version;
        BinaryPrimitives.WriteUInt32BigEndian(content.AsSpan(1), checked((uint)(expiresAt.ToUnixTimeSeconds() / 60)));
        RandomNumberGenerator.Fill(content.AsSpan(1 + sizeof(uint), IdLength));
        name.CopyTo(content, SubjectAt);
        var signed = Signed(content, audience);
        return Base64Url.EncodeToString([.. content, .. key.IsRsa ? Mac(key, signed) : key.Sign(signed)]);
    }

    /// <summary>Verifies a token. False for everything that is not a valid token, whatever was sent.</summary>
    /// <param name="text">The token.</param>
    /// <param name="keys">Our own keys. Their certificates may have expired: whoever holds the key is still the operator.</param>
    /// <param name="audience">Our own base URL.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="token">The content of the token.</param>
    /// <param name="expired">Whether it was refused only because it has expired. A token that is not genuine never is.</param>
    public static bool TryVerify(
        string text,
        IReadOnlyList<SigningKey> keys,
        string audience,
        DateTimeOffset now,
        [NotNullWhen(true)] out OwnerLinkToken? token,
        out bool expired
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(audience);
        (token, expired) = (null, false);
        if (text.Length is 0 or > MaxTextLength || !Base64Url.IsValid(text))
        {
            return false;
        }

        var bytes = Base64Url.DecodeFromChars(text);
        if (
            bytes[0] != Version
            || keys.Select(key => Content(bytes, key, audience)).FirstOrDefault(found => found is not null) is not { } content
        )
        {
            return false;
        }

        var read = new OwnerLinkToken
        {
            Subject = Encoding.ASCII.GetString(content.AsSpan(SubjectAt)),
            ExpiresAt = DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(1)) * 60L),
            Id = Convert.ToHexStringLower(content.AsSpan(1 + sizeof(uint), IdLength)),
        };
        if (read.ExpiresAt > now + MaximumLifetime + Skew)
        {
            return false;
        }

        expired = read.ExpiresAt <= now;
        token = expired ? null : read;
        return !expired;
    }

    /// <summary>What a key has proven; null when it has not.</summary>
    private static byte[]? Content(byte[] bytes, SigningKey key, string audience)
    {
        var length = bytes.Length - (key.IsRsa ? MacLength : EcdsaLength(key));
        if (length <= SubjectAt || length > SubjectAt + MaxSubjectLength)
        {
            return null;
        }

        var (content, proof) = (bytes[..length], bytes[length..]);
        var signed = Signed(content, audience);
        var isGenuine = key.IsRsa
            ? CryptographicOperations.FixedTimeEquals(Mac(key, signed), proof)
            : VerificationKey.FromCertificate(key.Certificate).VerifyData(signed, proof);
        return isGenuine ? content : null;
    }

    /// <summary>Two numbers of the size of the curve.</summary>
    private static int EcdsaLength(SigningKey key)
    {
        using var ecdsa = key.Certificate.GetECDsaPublicKey();
        return 2 * ((ecdsa!.KeySize + 7) / 8);
    }

    private static byte[] Signed(byte[] content, string audience) =>
        [.. Encoding.UTF8.GetBytes($"SamlSp.OwnerLink.v1\n{audience.TrimEnd('/')}\n"), .. content];

    private static byte[] Mac(SigningKey key, byte[] signed)
    {
        var secret = HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Sign("SamlSp.OwnerLink.Key.v1\n"u8), 32);
        return HMACSHA256.HashData(secret, signed)[..MacLength];
    }
}
