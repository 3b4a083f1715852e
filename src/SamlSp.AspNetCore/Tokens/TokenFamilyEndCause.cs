namespace SamlSp.AspNetCore;

/// <summary>Why a family of tokens was ended before its session.</summary>
internal enum TokenFamilyEndCause
{
    /// <summary>A code or refresh token was used a second time: it was stolen (RFC 9700 4.14.2).</summary>
    Reused,

    /// <summary>A code was used with another client, redirect URI or code verifier than it was issued for.</summary>
    Mismatched,

    /// <summary>The user revoked the tokens.</summary>
    Revoked,
}
