namespace SamlSp.AspNetCore;

/// <summary>Why a family of tokens was ended before its session.</summary>
internal enum TokenFamilyEndCause
{
    /// <summary>A code or refresh token was used a second time: two have it, and one of them stole it (RFC 9700 4.14.2).</summary>
    Reused,

    /// <summary>A code was presented with another client, redirect URI or code verifier than it was made for.</summary>
    Mismatched,

    /// <summary>The person took them away.</summary>
    Revoked,
}
