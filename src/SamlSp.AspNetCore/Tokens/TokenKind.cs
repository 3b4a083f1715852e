namespace SamlSp.AspNetCore;

/// <summary>What a token is good for. None passes for another.</summary>
internal enum TokenKind
{
    /// <summary>An authorization code (RFC 6749 4.1.2): good for one exchange, within 60 seconds.</summary>
    Code,

    /// <summary>A refresh token (RFC 6749 1.5): good for one refresh, until the session ends.</summary>
    Refresh,

    /// <summary>An access token (RFC 6750): good for requests, for 10 minutes.</summary>
    Access,
}
