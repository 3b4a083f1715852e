namespace SamlSp.AspNetCore;

/// <summary>Where an identity provider describes itself (OpenID Connect Discovery 1.0, 4).</summary>
internal static class OpenIdDiscovery
{
    private const string Document = "/.well-known/openid-configuration";
    private const string EntraAuthorize = "/oauth2/v2.0/authorize";
    private static readonly string[] ManyTenants = ["common", "organizations", "consumers"];

    /// <summary>The address of the discovery document; null when it cannot be told.</summary>
    public static Uri? AddressOf(SamlSpConnectionOptions connection) =>
        (connection.Issuer?.TrimEnd('/') ?? EntraAuthority(connection.AuthorizationUrl)) is { } authority
            ? new(authority + Document, UriKind.Absolute)
            : null;

    /// <summary>
    /// Entra's authority behind its authorization URL, whatever cloud it is in: <c>https://login.microsoftonline.com/{tenant}/v2.0</c>;
    /// null when the address has another form.
    /// </summary>
    public static string? EntraAuthority(string? authorizationUrl) =>
        authorizationUrl is not null
        && authorizationUrl.EndsWith(EntraAuthorize, StringComparison.OrdinalIgnoreCase)
        && Uri.TryCreate(authorizationUrl, UriKind.Absolute, out _)
            ? authorizationUrl[..^EntraAuthorize.Length] + "/v2.0"
            : null;

    /// <summary>Whether an address of Entra is one at which users of any tenant sign in.</summary>
    public static bool IsForManyTenants(string? address) =>
        address is not null
        && Uri.TryCreate(address, UriKind.Absolute, out var url)
        && url.Segments.Length > 1
        && ManyTenants.Contains(url.Segments[1].TrimEnd('/'), StringComparer.OrdinalIgnoreCase);
}
