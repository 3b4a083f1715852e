using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Tokens for applications that want proof: JWTs (RFC 7519) signed with our own key by RS256, for one audience, good for some minutes and
/// never longer than the session. One is made for a session and an audience, and handed out until half of its time is over: a signature a
/// request would cost a millisecond each.
/// </summary>
internal sealed class GatewayTokens(TimeProvider clock)
{
    private const string Type = "samlsp-gateway+jwt";

    private readonly ConditionalWeakTable<Session, ConcurrentDictionary<string, Made>> _made = [];

    /// <summary>The token of a session for an audience; null when our key is none that RS256 can use.</summary>
    public string? Get(Session session, string audience, SamlSpOptions options, ServiceProviderKeys keys)
    {
        if (keys.Signing is not { } key)
        {
            return null;
        }

        var now = clock.GetUtcNow();
        var tokens = _made.GetOrCreateValue(session);
        if (tokens.TryGetValue(audience, out var made) && now < made.RenewAt && made.Key == key)
        {
            return made.Token;
        }

        if (!JsonWebSignature.CanSign(key))
        {
            return null;
        }

        var end = now + options.Gateway.TokenLifetime;
        if (session.ExpiresAt < end)
        {
            end = session.ExpiresAt;
        }

        made = new(
            JsonWebSignature.Create(key, Type, JsonSerializer.SerializeToUtf8Bytes(Claims(session, audience, options, now, end))),
            now + ((end - now) / 2),
            key
        );
        tokens[audience] = made;
        return made.Token;
    }

    private static Dictionary<string, object?> Claims(
        Session session,
        string audience,
        SamlSpOptions options,
        DateTimeOffset now,
        DateTimeOffset end
    ) =>
        new(StringComparer.Ordinal)
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

    private sealed record Made(string Token, DateTimeOffset RenewAt, SigningKey Key);
}
