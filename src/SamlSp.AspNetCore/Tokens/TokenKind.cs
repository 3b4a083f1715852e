namespace SamlSp.AspNetCore;

/// <summary>The kind of a token. One kind is never accepted as another.</summary>
internal enum TokenKind
{
    /// <summary>An authorization code (RFC 6749 4.1.2): valid for one exchange, within 60 seconds.</summary>
    Code,

    /// <summary>A refresh token (RFC 6749 1.5): valid for one refresh, until the session ends.</summary>
    Refresh,

    /// <summary>An access token (RFC 6750): valid for requests, for 10 minutes.</summary>
    Access,
}
