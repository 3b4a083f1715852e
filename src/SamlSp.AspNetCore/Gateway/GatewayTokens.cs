using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Tokens for applications that want proof: JWTs (RFC 7519) signed with our own key by RS256. A token is for one audience, and is valid for
/// some minutes, never longer than the session. It is reused until half of its lifetime is over, because each signature costs a
/// millisecond.
/// </summary>
internal sealed class GatewayTokens(TimeProvider clock)
{
    private const string Type = "samlsp-gateway+jwt";

    private readonly ConditionalWeakTable<Session, ConcurrentDictionary<string, IssuedToken>> _issued = [];
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>The token of a session for an audience; null if there is no key, or it is not an RSA key.</summary>
    public string? Get(Session session, string audience, SamlSpOptions options, ServiceProviderKeys keys)
    {
        if (keys.Signing is not { } key)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var tokens = _issued.GetOrCreateValue(session);
        if (tokens.TryGetValue(audience, out var issued) && now < issued.RenewAt && issued.Key == key)
        {
            return issued.Token;
        }

        if (JsonWebSigning.TryCreateCredentials(key, SecurityAlgorithms.RsaSha256) is not { } credentials)
        {
            return null;
        }

        var end = now + options.Gateway.TokenLifetime;
        if (session.ExpiresAt < end)
        {
            end = session.ExpiresAt;
        }

        var token = _handler.CreateToken(
            new SecurityTokenDescriptor
            {
                TokenType = Type,
                Issuer = options.BaseUrl,
                Audience = audience,
                IssuedAt = now.UtcDateTime,
                NotBefore = now.UtcDateTime,
                Expires = end.UtcDateTime,
                Claims = ClaimsOf(session),
                SigningCredentials = credentials,
            }
        );
        tokens[audience] = new(token, now + ((end - now) / 2), key);
        return token;
    }

    private static Dictionary<string, object> ClaimsOf(Session session) =>
        new(StringComparer.Ordinal)
        {
            ["sub"] = session.UserId,
            ["jti"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            ["sid"] = SessionReference.FromId(session.Id),
            ["auth_time"] = session.AuthenticatedAt.ToUnixTimeSeconds(),
            ["nameId"] = session.NameId,
            ["userType"] = SessionPrincipal.UserTypeName(session.UserType),
            ["organization"] = session.Organization,
            ["orgUnit"] = session.OrgUnitPath,
            ["roles"] = session.Roles,
        };

    private sealed record IssuedToken(string Token, DateTimeOffset RenewAt, SigningKey Key);
}
