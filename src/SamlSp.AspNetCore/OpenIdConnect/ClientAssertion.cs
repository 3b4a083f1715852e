using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Signs client assertions (RFC 7523 2.2 and 3) with our own key. The header's <c>alg</c> is one of RFC 7518; <c>x5t#S256</c> names the
/// certificate, as Entra wants it.
/// </summary>
internal static class ClientAssertion
{
    /// <summary>The value of <c>client_assertion_type</c>.</summary>
    public const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Long enough for a clock that is behind or ahead by some minutes. Each assertion is used once.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private static readonly JsonWebTokenHandler Handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Signs an assertion; null when the receiver takes no algorithm that the key can sign by.</summary>
    /// <param name="key">Our own key.</param>
    /// <param name="clientId">Who we are there: <c>iss</c> and <c>sub</c>.</param>
    /// <param name="format">What the receiver wants.</param>
    /// <param name="now">The present instant.</param>
    public static string? TryCreate(SigningKey key, string clientId, ClientAssertionFormat format, DateTimeOffset now) =>
        TrySign(
            key,
            format.Algorithms,
            new()
            {
                Issuer = clientId,
                Audience = format.Audience,
                IssuedAt = now.UtcDateTime,
                NotBefore = now.UtcDateTime,
                Expires = (now + Lifetime).UtcDateTime,
                Claims = new Dictionary<string, object>(StringComparer.Ordinal) { ["sub"] = clientId, ["jti"] = NewId() },
                TokenType = "JWT",
                AdditionalHeaderClaims = new Dictionary<string, object>(StringComparer.Ordinal)
                {
                    ["x5t#S256"] = Base64UrlEncoder.Encode(key.Certificate.GetCertHash(HashAlgorithmName.SHA256)),
                },
            },
            format.NamesKey
        );

    /// <summary>Signs what is described, by the best algorithm that the key and the receiver share; null when there is none.</summary>
    public static string? TrySign(SigningKey key, IReadOnlyCollection<string> algorithms, SecurityTokenDescriptor described, bool namesKey)
    {
        var chosen = JsonWebSigning
            .AlgorithmsOf(key)
            .FirstOrDefault(algorithm => algorithms.Count == 0 || algorithms.Contains(algorithm, StringComparer.Ordinal));
        if (chosen is null || JsonWebSigning.TryCreateCredentials(key, chosen) is not { } credentials)
        {
            return null;
        }

        if (!namesKey)
        {
            credentials.Key.KeyId = null;
        }

        described.SigningCredentials = credentials;
        return Handler.CreateToken(described);
    }

    /// <summary>An ID that nobody can guess, for <c>jti</c>.</summary>
    public static string NewId() => Base64UrlEncoder.Encode(RandomNumberGenerator.GetBytes(24));
}
