namespace SamlSp.Protocol;

/// <summary>
/// Which identity providers behind a proxy may authenticate the user (SAML Core 3.4.1.2). Entra refuses its contents (AADSTS750165).
/// </summary>
public sealed record Scoping
{
    /// <summary>How many proxies may stand in between; null does not say.</summary>
    public int? ProxyCount { get; init; }

    /// <summary>Entity IDs of identity providers that may authenticate the user.</summary>
    public IReadOnlyList<string> IdentityProviders { get; init; } = [];

    /// <summary>Entity IDs of those on whose behalf the request is sent.</summary>
    public IReadOnlyList<string> RequesterIds { get; init; } = [];
}
