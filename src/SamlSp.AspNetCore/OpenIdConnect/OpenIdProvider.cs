using Microsoft.IdentityModel.Tokens;
using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>An OpenID Connect identity provider, as its settings and its discovery document describe it.</summary>
internal sealed record OpenIdProvider
{
    /// <summary>The issuer: what <c>iss</c> must be, character for character.</summary>
    public required string Issuer { get; init; }

    /// <summary>Where browsers are sent to sign in.</summary>
    public required string AuthorizationUrl { get; init; }

    /// <summary>Where codes are redeemed.</summary>
    public required string TokenUrl { get; init; }

    /// <summary>Where the signing keys are.</summary>
    public required string JwksUrl { get; init; }

    /// <summary>Where browsers are sent to sign out; null when the identity provider does not offer it.</summary>
    public string? EndSessionUrl { get; init; }

    /// <summary>Whether every answer carries the parameter <c>iss</c>, so that one without it is refused (RFC 9207).</summary>
    public bool SaysIssuer { get; init; }

    /// <summary>
    /// Whether the discovery document lists PKCE with S256 (RFC 8414 2); null when it was not read. PKCE is used in any case.
    /// </summary>
    public bool? ListsPkce { get; init; }

    /// <summary>The algorithms of client assertions that it lists (RFC 8414 2); empty when it lists none.</summary>
    public IReadOnlyList<string> ClientAssertionAlgorithms { get; init; } = [];

    /// <summary>Where requests are pushed (RFC 9126 5); null when it is not offered.</summary>
    public string? PushedAuthorizationUrl { get; init; }

    /// <summary>Whether requests must be pushed (RFC 9126 5).</summary>
    public bool RequiresPushedAuthorization { get; init; }

    /// <summary>The algorithms of signed requests that it lists (OpenID Connect Discovery 3); empty when it lists none.</summary>
    public IReadOnlyList<string> RequestAlgorithms { get; init; } = [];

    /// <summary>Whether requests must be signed (RFC 9101 10.5).</summary>
    public bool RequiresSignedRequests { get; init; }

    /// <summary>Where more claims of a user are (OpenID Connect Core 5.3); null when it is not offered.</summary>
    public string? UserInfoUrl { get; init; }

    /// <summary>When this was read, UTC.</summary>
    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Why the last attempt to read it again failed; null when it did not.</summary>
    public string? LastError { get; init; }

    /// <summary>When it will be read again, UTC.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public DateTimeOffset NextReadAt { get; init; }

    /// <summary>The number of readings that failed in a row.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public int Failures { get; init; }

    /// <summary>What it wants of a client assertion.</summary>
    /// <param name="connection">The settings of the connection.</param>
    /// <param name="endpoint">The address that it is sent to.</param>
    public ClientAssertionFormat AssertionFormat(SamlSpConnectionOptions connection, string endpoint) =>
        new(
            connection.ClientAssertionAudience == ClientAssertionAudience.Issuer ? Issuer : endpoint,
            ClientAssertionAlgorithms,
            NamesKey: !IsEntra
        );

    /// <summary>
    /// Whether requests are signed. An identity provider that verifies our client assertions knows our key already; any other has to be
    /// told first, whatever its discovery document offers.
    /// </summary>
    public bool WantsSignedRequests(SamlSpConnectionOptions connection) =>
        connection.SignRequests
        ?? (
            RequiresSignedRequests
            || (RequestAlgorithms.Count > 0 && connection.ClientAuthentication == ClientAuthenticationMethod.PrivateKeyJwt)
        );

    /// <summary>Whether requests are pushed.</summary>
    public bool WantsPushedRequests(SamlSpConnectionOptions connection) =>
        PushedAuthorizationUrl is not null
        && (RequiresPushedAuthorization || connection.PushedAuthorization != PushedAuthorizationBehavior.Disable);

    /// <summary>What the identity provider requires and the settings rule out, or the other way round: a line each, with the key.</summary>
    /// <param name="connection">The settings of the connection.</param>
    /// <param name="hasKey">Whether we have a key to sign with.</param>
    public IEnumerable<string> ConflictsWith(SamlSpConnectionOptions connection, bool hasKey)
    {
        var pushed = connection.PushedAuthorization;
        if (RequiresPushedAuthorization && pushed == PushedAuthorizationBehavior.Disable)
        {
            yield return "PushedAuthorization: the identity provider requires pushed requests (require_pushed_authorization_requests)";
        }

        if (PushedAuthorizationUrl is null && (RequiresPushedAuthorization || pushed == PushedAuthorizationBehavior.Require))
        {
            yield return "PushedAuthorization: the discovery document has no pushed_authorization_request_endpoint";
        }

        if (RequiresSignedRequests && (connection.SignRequests == false || !hasKey))
        {
            yield return "SignRequests: the identity provider requires signed requests (require_signed_request_object)"
                + (hasKey ? "" : ", and there is no key to sign with");
        }
    }

    /// <summary>Whether it is Entra.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEntra => TenantIssuer.Parse(Issuer) is not null;

    /// <summary>The keys that ID tokens are verified with: RSA of at least 2048 bits, or elliptic curves. Never a shared secret.</summary>
    internal IReadOnlyList<SecurityKey> Keys { get; init; } = [];

    /// <summary>The IDs of the keys.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> KeyIds => [.. Keys.Select(k => k.KeyId).Where(id => !string.IsNullOrEmpty(id))];
}
