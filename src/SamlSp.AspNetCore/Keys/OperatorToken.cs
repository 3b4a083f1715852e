using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using SamlSp.Protocol;

namespace SamlSp;

/// <summary>
/// A short-lived token that the operator signs with the server's own key: whoever can read the key is the operator. It names a purpose, a
/// subject, a server and an end, and is valid for that purpose only. Its ID lets the server accept it once.
/// </summary>
/// <remarks>
/// The form is <c>payload.signature</c>, both base64url: JSON, and a SHA-256 signature over a fixed prefix and the payload as written. No
/// other message that the key signs begins with this prefix. The command line creates the tokens, the server verifies them: SamlSp.Tool
/// compiles this file as well.
/// </remarks>
internal sealed record OperatorToken
{
    /// <summary>The longest validity, from the instant of signing to <see cref="ExpiresAt"/>: 5 minutes.</summary>
    public static readonly TimeSpan MaximumLifetime = TimeSpan.FromMinutes(5);

    private const int MaxTextLength = 4096;
    private const string Prefix = "SamlSp.OperatorToken.v1\n";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>The purpose, such as <c>trace</c>.</summary>
    [JsonPropertyName("purpose")]
    public required string Purpose { get; init; }

    /// <summary>The subject: a reference number, or the name of an organization.</summary>
    [JsonPropertyName("sub")]
    public required string Subject { get; init; }

    /// <summary>The server's base URL, without a slash at the end.</summary>
    [JsonPropertyName("aud")]
    public required string Audience { get; init; }

    /// <summary>The end of its validity, UTC.</summary>
    [JsonPropertyName("exp")]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>128 random bits, so that a server can accept each token once.</summary>
    [JsonPropertyName("jti")]
    public required string Id { get; init; }

    /// <summary>Creates and signs a token that is valid for <see cref="MaximumLifetime"/>.</summary>
    /// <param name="key">Our own key.</param>
    /// <param name="purpose">The purpose.</param>
    /// <param name="subject">The subject.</param>
    /// <param name="audience">The server's base URL.</param>
    /// <param name="now">The present instant.</param>
    public static string Create(SigningKey key, string purpose, string subject, string audience, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentException.ThrowIfNullOrEmpty(purpose);
        ArgumentNullException.ThrowIfNull(subject);
        ArgumentException.ThrowIfNullOrEmpty(audience);
        var token = new OperatorToken
        {
            Purpose = purpose,
            Subject = subject,
            Audience = audience.TrimEnd('/'),
            ExpiresAt = now.ToUniversalTime() + MaximumLifetime,
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        };
        var payload = Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(token));
        return payload + "." + Base64Url.EncodeToString(key.Sign(Signed(payload)));
    }

    /// <summary>Verifies a token. False for everything that is not a valid token, whatever was sent.</summary>
    /// <param name="text">The token.</param>
    /// <param name="keys">Our own keys; without keys every token is refused. Their certificates may have expired: whoever holds the key is
    /// still the operator.</param>
    /// <param name="purpose">The purpose that it must have.</param>
    /// <param name="audience">Our own base URL.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="token">The content of the token.</param>
    public static bool TryVerify(
        string text,
        IReadOnlyList<VerificationKey> keys,
        string purpose,
        string audience,
        DateTimeOffset now,
        [NotNullWhen(true)] out OperatorToken? token
    ) => TryVerify(text, keys, purpose, audience, now, out token, out _);

    /// <inheritdoc cref="TryVerify(string, IReadOnlyList{VerificationKey}, string, string, DateTimeOffset, out OperatorToken?)"/>
    /// <param name="text">The token.</param>
    /// <param name="keys">Our own keys.</param>
    /// <param name="purpose">What it must be good for.</param>
    /// <param name="audience">Our own base URL.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="token">What it says.</param>
    /// <param name="expired">Whether it was refused only because it has expired. A token that is not genuine never is.</param>
    public static bool TryVerify(
        string text,
        IReadOnlyList<VerificationKey> keys,
        string purpose,
        string audience,
        DateTimeOffset now,
        [NotNullWhen(true)] out OperatorToken? token,
        out bool expired
    )
    {
        expired = false;
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(audience);
        token = null;
        var dot = text.Length <= MaxTextLength ? text.IndexOf('.', StringComparison.Ordinal) : -1;
        if (dot < 0 || !TryDecode(text.AsSpan(dot + 1), out var signature) || !TryDecode(text.AsSpan(0, dot), out var payload))
        {
            return false;
        }

        var signed = Signed(text[..dot]);
        if (!keys.Any(key => key.VerifyData(signed, signature)) || Read(payload) is not { } read)
        {
            return false;
        }

        if (read.Purpose != purpose || read.Audience != audience.TrimEnd('/') || read.ExpiresAt > now + MaximumLifetime + Skew)
        {
            return false;
        }

        if (read.ExpiresAt <= now)
        {
            expired = true;
            return false;
        }

        token = read;
        return true;
    }

    private static byte[] Signed(string payload) => Encoding.ASCII.GetBytes(Prefix + payload);

    private static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (!Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var written))
        {
            return false;
        }

        bytes = bytes[..written];
        return true;
    }

    private static OperatorToken? Read(byte[] payload)
    {
        try
        {
            return JsonSerializer.Deserialize<OperatorToken>(payload);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
