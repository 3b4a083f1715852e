namespace SamlSp.AspNetCore;

/// <summary>A kind of token.</summary>
/// <param name="Name">What the log calls it.</param>
/// <param name="Expires">Whether it must say until when it is valid (<c>exp</c>).</param>
internal sealed record SignedTokenKind(string Name, bool Expires)
{
    public static readonly SignedTokenKind IdToken = new("ID token", Expires: true);

    public static readonly SignedTokenKind LogoutToken = new("logout token", Expires: true);

    /// <summary>An answer of the userinfo endpoint (OpenID Connect Core 5.3.2): it is used at once.</summary>
    public static readonly SignedTokenKind UserInfo = new("userinfo response", Expires: false);
}
