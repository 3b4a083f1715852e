using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Issues tokens for sessions, and checks them. The session is looked up at every use: without a live session, no token is issued or
/// accepted.
/// </summary>
internal sealed partial class SessionTokens(
    ITokenStore store,
    ISessionStore sessions,
    OpenConnections connections,
    TimeProvider clock,
    ILogger<SessionTokens> logger
)
{
    private static readonly TimeSpan CodeLifetime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AccessTokenLifetime = TimeSpan.FromMinutes(10);

    /// <summary>An authorization code for a session whose user has agreed.</summary>
    public async Task<string> IssueCodeAsync(Session session, AuthorizationRequest request, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var family = new TokenFamily
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Organization = session.Organization,
            Session = SessionReference.FromId(session.Id),
            UserId = session.UserId,
            ClientId = request.ClientId,
            CreatedAt = now,
            ExpiresAt = session.ExpiresAt,
        };
        var (code, stored) = Make(family, TokenKind.Code, session, now + CodeLifetime);
        await store.AddAsync(
            family,
            stored with
            {
                RedirectUri = request.RedirectUri,
                CodeChallenge = request.CodeChallenge,
            },
            cancellationToken
        );
        return code;
    }

    /// <summary>Tokens for a code (RFC 6749 4.1.3, RFC 7636 4.6); null is <c>invalid_grant</c>.</summary>
    public async Task<TokenGrant?> RedeemCodeAsync(
        string code,
        string clientId,
        string redirectUri,
        string verifier,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(code, TokenKind.Code, cancellationToken) is not { } match)
        {
            return null;
        }

        if (match.Family.ClientId == clientId && match.Token.RedirectUri == redirectUri && IsVerifier(verifier, match.Token.CodeChallenge!))
        {
            return await ExchangeAsync(code, match, cancellationToken);
        }

        // A code with the wrong client, redirect URI or verifier may be stolen. It is valid for one attempt.
        await EndAsync(match.Family, TokenFamilyEndCause.Mismatched, cancellationToken);
        return null;
    }

    /// <summary>New tokens for a refresh token (RFC 6749 6), which cannot be used again; null is <c>invalid_grant</c>.</summary>
    public async Task<TokenGrant?> RefreshAsync(string refreshToken, string? clientId, CancellationToken cancellationToken)
    {
        if (await FindAsync(refreshToken, TokenKind.Refresh, cancellationToken) is not { } match)
        {
            return null;
        }

        return clientId is null || match.Family.ClientId == clientId ? await ExchangeAsync(refreshToken, match, cancellationToken) : null;
    }

    /// <summary>The session that an access token acts for.</summary>
    public async ValueTask<AccessTokenResult> FindSessionAsync(string accessToken, CancellationToken cancellationToken)
    {
        if (!TokenSecret.HasForm(accessToken))
        {
            return default;
        }

        if (
            await store.FindAsync(TokenSecret.Hash(accessToken), cancellationToken)
            is not { Token.Kind: TokenKind.Access, Family.EndedAt: null } match
        )
        {
            return default;
        }

        if (await sessions.FindAsync(TokenSecret.Open(accessToken, match.Token.SealedSession), cancellationToken) is not { } session)
        {
            return default;
        }

        var now = clock.GetUtcNow();
        if (session.NeedsReauthentication(now))
        {
            return new(null, null, session);
        }

        if (!session.IsLive(now) || now >= match.Token.ExpiresAt)
        {
            return default;
        }

        // A stricter policy may have made the session shorter since the token was issued.
        var end = match.Token.ExpiresAt < session.ExpiresAt ? match.Token.ExpiresAt : session.ExpiresAt;
        return new(session, new(match.Token.Hash, match.Family.Id, end), null);
    }

    /// <summary>A code or refresh token that can be exchanged. A second use ends the family, however late it happens.</summary>
    private async Task<TokenMatch?> FindAsync(string token, TokenKind kind, CancellationToken cancellationToken)
    {
        if (!TokenSecret.HasForm(token))
        {
            return null;
        }

        var match = await store.FindAsync(TokenSecret.Hash(token), cancellationToken);
        if (match is null || match.Token.Kind != kind || match.Family.EndedAt is not null)
        {
            return null;
        }

        if (match.Token.UsedAt is null)
        {
            return clock.GetUtcNow() < match.Token.ExpiresAt ? match : null;
        }

        await EndAsync(match.Family, TokenFamilyEndCause.Reused, cancellationToken);
        return null;
    }

    private async Task<TokenGrant?> ExchangeAsync(string token, TokenMatch match, CancellationToken cancellationToken)
    {
        var session = await sessions.FindAsync(TokenSecret.Open(token, match.Token.SealedSession), cancellationToken);
        var now = clock.GetUtcNow();
        if (session is null || !session.IsLive(now))
        {
            return null;
        }

        var accessEnd = now + AccessTokenLifetime < session.ExpiresAt ? now + AccessTokenLifetime : session.ExpiresAt;
        var (access, storedAccess) = Make(match.Family, TokenKind.Access, session, accessEnd);
        var (refresh, storedRefresh) = Make(match.Family, TokenKind.Refresh, session, session.ExpiresAt);
        if (!await store.RedeemAsync(match, [storedAccess, storedRefresh], cancellationToken))
        {
            Announce(match.Family, TokenFamilyEndCause.Reused);
            return null;
        }

        return new()
        {
            AccessToken = access,
            RefreshToken = refresh,
            ExpiresIn = (long)(accessEnd - now).TotalSeconds,
            SessionExpiresAt = session.ExpiresAt.UtcDateTime,
        };
    }

    private async Task EndAsync(TokenFamily family, TokenFamilyEndCause cause, CancellationToken cancellationToken)
    {
        await store.EndAsync(family, cause, cancellationToken);
        Announce(family, cause);
    }

    private void Announce(TokenFamily family, TokenFamilyEndCause cause)
    {
        connections.EndTokens(family.Id);
        FamilyEnded(family.Organization, family.UserId, cause);
    }

    private static (string Token, StoredToken Stored) Make(TokenFamily family, TokenKind kind, Session session, DateTimeOffset expiresAt)
    {
        var token = TokenSecret.New();
        return (
            token,
            new()
            {
                Hash = TokenSecret.Hash(token),
                FamilyId = family.Id,
                Kind = kind,
                SealedSession = TokenSecret.Seal(token, session.Id),
                ExpiresAt = expiresAt,
            }
        );
    }

    private static bool IsVerifier(string verifier, string challenge) =>
        verifier.Length is >= 43 and <= 128
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(TokenSecret.Base64UrlOf(SHA256.HashData(Encoding.UTF8.GetBytes(verifier)))),
            Encoding.UTF8.GetBytes(challenge)
        );

    [LoggerMessage(
        40,
        LogLevel.Warning,
        "API tokens were ended, organization {Organization}, user {UserId}: {Cause}",
        EventName = "TokenFamilyEnded"
    )]
    private partial void FamilyEnded(string organization, string userId, TokenFamilyEndCause cause);
}
