namespace SamlSp.AspNetCore;

/// <summary>Names that are used when none are given.</summary>
public static class SamlSpDefaults
{
    /// <summary>The SAML scheme: <c>Saml2</c>.</summary>
    public const string AuthenticationScheme = "Saml2";

    /// <summary>The cookie scheme that keeps the session.</summary>
    public const string SessionScheme = "SamlSp.Session";

    /// <summary>The scheme that takes API tokens, given by a session, from the Authorization header.</summary>
    public const string BearerScheme = "SamlSp.Bearer";

    /// <summary>The configuration section.</summary>
    public const string ConfigurationSection = "SamlSp";

    /// <summary>The path of the redirect URI of all OpenID Connect connections.</summary>
    public const string OpenIdCallbackPath = "/auth/oidc/callback";

    /// <summary>The path at which identity providers sign out by OpenID Connect Back-Channel Logout 1.0.</summary>
    public const string OpenIdBackchannelLogoutPath = "/auth/oidc/backchannel-logout";

    /// <summary>
    /// The path at which identity providers sign out by OpenID Connect Front-Channel Logout 1.0. For those that leave out <c>iss</c>, as
    /// Entra does, with the organization's name behind: <c>/auth/oidc/frontchannel-logout/contoso</c>.
    /// </summary>
    public const string OpenIdFrontchannelLogoutPath = "/auth/oidc/frontchannel-logout";

    /// <summary>The path of our public keys, for identity providers that verify client assertions and requests with them.</summary>
    public const string OpenIdKeysPath = "/auth/oidc/jwks";

    /// <summary>
    /// The rate limiting policy of the sign-in and sign-out endpoints, for <c>app.UseRateLimiter()</c>. Its limit is
    /// <see cref="SamlSpRateLimitOptions.SignInPerMinute"/>.
    /// </summary>
    public const string SignInRateLimit = "SamlSp.SignIn";

    /// <summary>
    /// The key of <see cref="Microsoft.AspNetCore.Authentication.AuthenticationProperties"/> items that says which organization is meant in
    /// a challenge.
    /// </summary>
    public const string OrganizationItem = "organization";

    /// <summary>The key of items that holds an address for the identity provider's sign-in page (<c>login_hint</c>).</summary>
    public const string LoginHintItem = "login_hint";

    /// <summary>The key of items that asks for re-authentication when it is <c>true</c>.</summary>
    public const string ForceAuthnItem = "force_authn";

    /// <summary>The key of items that says how many seconds the authentication may be ago.</summary>
    public const string MaxAgeItem = "max_age";

    /// <summary>The key of items that says what the authentication must be, as <c>acr_values</c> do.</summary>
    public const string AcrValuesItem = "acr_values";

    /// <summary>The key of items that asks for a sign-in without any page of the identity provider when it is <c>true</c>.</summary>
    public const string PassiveItem = "passive";
}
