using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SamlSp.Protocol;

/// <summary>
/// A short statement signed with our own key: whoever can read the key is the operator. It says for what, about whom, for which server and
/// until when; it is good for that one purpose, and its ID lets the server take it once.
/// </summary>
/// <remarks>
/// The form is <c>payload.signature</c>, both base64url: JSON, and a signature by SHA-256 over a fixed prefix and the payload as written.
/// No other message of ours begins like that.
/// </remarks>
public sealed record OperatorToken
{
    /// <summary>The longest validity, from the instant of signing to <see cref="ExpiresAt"/>: 5 minutes.</summary>
    public static readonly TimeSpan MaximumLifetime = TimeSpan.FromMinutes(5);

    private const int MaxTextLength = 4096;
    private const string Prefix = "SamlSp.OperatorToken.v1\n";
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    /// <summary>What it is good for, such as <c>trace</c>.</summary>
    [JsonPropertyName("purpose")]
    public required string Purpose { get; init; }

    /// <summary>Whom or what it is about: a reference number, an organization's name.</summary>
    [JsonPropertyName("sub")]
    public required string Subject { get; init; }

    /// <summary>The server's base URL, without a slash at the end.</summary>
    [JsonPropertyName("aud")]
    public required string Audience { get; init; }

    /// <summary>When it ends, UTC.</summary>
    [JsonPropertyName("exp")]
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>128 random bits, for a server that takes each token once.</summary>
    [JsonPropertyName("jti")]
    public required string Id { get; init; }

    /// <summary>Makes and signs a token that is good for <see cref="MaximumLifetime"/>.</summary>
    /// <param name="key">Our own key.</param>
    /// <param name="purpose">What it is good for.</param>
    /// <param name="subject">Whom or what it is about.</param>
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

    /// <summary>Verifies a token. Whatever a stranger sends gives false.</summary>
    /// <param name="text">The token.</param>
    /// <param name="keys">Our own keys; none refuses everything. Their certificates may have expired: whoever holds the key is the operator
    /// all the same.</param>
    /// <param name="purpose">What it must be good for.</param>
    /// <param name="audience">Our own base URL.</param>
    /// <param name="now">The present instant.</param>
    /// <param name="token">What it says.</param>
    public static bool TryVerify(
        string text,
        IReadOnlyList<VerificationKey> keys,
        string purpose,
        string audience,
        DateTimeOffset now,
        [NotNullWhen(true)] out OperatorToken? token
    )
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(audience);
        token = null;
        var dot = text.Length <= MaxTextLength ? text.IndexOf('.', StringComparison.Ordinal) : -1;
        if (dot < 0 || !TryDecode(text.AsSpan(dot + 1), out var signature) || !TryDecode(text.AsSpan(0, dot), out var payload))
        {
            return false;
        }

        var hash = SHA256.HashData(Signed(text[..dot]));
        if (!keys.Any(key => key.VerifyOwn(hash, signature)) || Read(payload) is not { } read)
        {
            return false;
        }

        if (
            read.Purpose != purpose
            || read.Audience != audience.TrimEnd('/')
            || read.ExpiresAt <= now
            || read.ExpiresAt > now + MaximumLifetime + Skew
        )
        {
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
