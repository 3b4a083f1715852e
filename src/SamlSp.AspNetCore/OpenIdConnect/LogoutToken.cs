namespace SamlSp.AspNetCore;

/// <summary>A logout token that has passed every check (OpenID Connect Back-Channel Logout 1.0, 2.4).</summary>
/// <param name="Id">Its ID (<c>jti</c>), unique at the issuer.</param>
/// <param name="IssuedAt">When it was issued, UTC.</param>
/// <param name="Subject">The user (<c>sub</c>); null when only the session is named.</param>
/// <param name="SessionId">The session at the identity provider (<c>sid</c>); null for all sessions of the user.</param>
internal sealed record LogoutToken(string Id, DateTimeOffset IssuedAt, string? Subject, string? SessionId);
