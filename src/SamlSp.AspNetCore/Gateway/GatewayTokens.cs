using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.AspNetCore;

/// <summary>
/// Tokens for applications that want proof: JWTs (RFC 7519) signed with our own key by RS256, for one audience, good for some minutes and never longer than the session. One is made
/// for a session and an audience, and handed out until half of its time is over: a signature a request would cost a millisecond each.
/// </summary>
internal sealed class GatewayTokens(TimeProvider clock)
{
    private readonly ConditionalWeakTable<Session, ConcurrentDictionary<string, Made>> _made = [];

    /// <summary>The token of a session for an audience; null when our key is none that RS256 can use.</summary>
    public string? Get(Session session, string audience, SamlSpOptions options, ServiceProviderKeys keys)
    {
        if (keys.Certificate is not { } certificate) return null;
        var now = clock.GetUtcNow();
        var tokens = _made.GetOrCreateValue(session);
        if (tokens.TryGetValue(audience, out var made) && now < made.RenewAt && made.Certificate == certificate) return made.Token;

        using var key = certificate.GetRSAPrivateKey();
        if (key is null) return null;
        var end = now + options.Gateway.TokenLifetime;
        if (session.ExpiresAt < end) end = session.ExpiresAt;
        made = new(Sign(key, Claims(session, audience, options, now, end)), now + ((end - now) / 2), certificate);
        tokens[audience] = made;
        return made.Token;
    }

    /// <summary>A key's name: its thumbprint by RFC 7638.</summary>
    public static string KeyId(RSA key)
    {
        var (modulus, exponent) = Public(key);
        return WebEncoders.Base64UrlEncode(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($$"""{"e":"{{exponent}}","kty":"RSA","n":"{{modulus}}"}""")));
    }

    /// <summary>Modulus and exponent as a JSON Web Key has them (RFC 7518 6.3.1).</summary>
    public static (string Modulus, string Exponent) Public(RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return (WebEncoders.Base64UrlEncode(parameters.Modulus!), WebEncoders.Base64UrlEncode(parameters.Exponent!));
    }

    private static Dictionary<string, object?> Claims(Session session, string audience, SamlSpOptions options, DateTimeOffset now, DateTimeOffset end) => new(StringComparer.Ordinal)
    {
        ["iss"] = options.BaseUrl,
        ["aud"] = audience,
        ["sub"] = session.UserId,
        ["iat"] = now.ToUnixTimeSeconds(),
        ["nbf"] = now.ToUnixTimeSeconds(),
        ["exp"] = end.ToUnixTimeSeconds(),
        ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
        ["sid"] = SessionReference.Of(session.Id),
        ["auth_time"] = session.AuthenticatedAt.ToUnixTimeSeconds(),
        ["nameId"] = session.NameId,
        ["userType"] = SessionPrincipal.Word(session.UserType),
        ["organization"] = session.Organization,
        ["orgUnit"] = session.OrgUnitPath,
        ["roles"] = session.Roles,
    };

    private static string Sign(RSA key, Dictionary<string, object?> claims)
    {
        var header = new Dictionary<string, object?>(StringComparer.Ordinal) { ["alg"] = "RS256", ["typ"] = "samlsp-gateway+jwt", ["kid"] = KeyId(key) };
        var signed = Encode(header) + "." + Encode(claims);
        return signed + "." + WebEncoders.Base64UrlEncode(key.SignData(System.Text.Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private static string Encode(Dictionary<string, object?> json) => WebEncoders.Base64UrlEncode(JsonSerializer.SerializeToUtf8Bytes(json));

    private sealed record Made(string Token, DateTimeOffset RenewAt, X509Certificate2 Certificate);
}
