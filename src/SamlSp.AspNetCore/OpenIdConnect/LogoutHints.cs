using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>
/// What tells an identity provider whom to sign out, so that it need not ask (OpenID Connect RP-Initiated Logout 1.0, 2). The ID token is
/// kept with the session, encrypted by data protection.
/// </summary>
internal sealed class LogoutHints(IDataProtectionProvider protection)
{
    /// <summary>
    /// Where the session keeps the ID token. Applications do not get it: no name that starts so becomes a claim of a user.
    /// </summary>
    public const string Claim = "urn:samlsp:id_token";

    /// <summary>A longer token would make the address of the sign-out longer than web servers take.</summary>
    private const int LongestToken = 6000;
    private const int LongestHint = 320;

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.IdToken.v1");

    /// <summary>The encrypted token; null for one that is too long.</summary>
    public string? Protect(string idToken) => idToken.Length > LongestToken ? null : _protector.Protect(idToken);

    /// <summary>The <c>id_token_hint</c> of a session; null when it has none.</summary>
    public string? IdToken(Session session)
    {
        try
        {
            return First(session, Claim) is { } kept ? _protector.Unprotect(kept) : null;
        }
        catch (CryptographicException)
        {
            // The key that it was encrypted with is gone, or the identity provider has sent a claim of this name.
            return null;
        }
    }

    /// <summary>
    /// The <c>logout_hint</c> of a session; null for none. Entra takes its claim <c>login_hint</c> and nothing else.
    /// </summary>
    public static string? LogoutHint(Session session) =>
        (
            First(session, "login_hint")
            ?? (TenantIssuer.Parse(session.Issuer) is null ? First(session, "preferred_username") ?? First(session, "email") : null)
        )
            is { Length: <= LongestHint } hint
            ? hint
            : null;

    private static string? First(Session session, string claim) =>
        session.Claims.TryGetValue(claim, out var values) && values is [{ Length: > 0 } value, ..] ? value : null;
}
