namespace SamlSp.AspNetCore;

/// <summary>
/// When requests are pushed to the identity provider first (PAR, RFC 9126), so that the browser carries only a reference. The names are
/// those of ASP.NET Core's OpenID Connect handler.
/// </summary>
public enum PushedAuthorizationBehavior
{
    /// <summary>Where the discovery document has an endpoint for it.</summary>
    UseIfAvailable,

    /// <summary>Never. An identity provider that requires it is refused.</summary>
    Disable,

    /// <summary>Always. An identity provider without an endpoint for it is refused.</summary>
    Require,
}
