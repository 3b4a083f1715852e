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

    /// <summary>Whether it is Entra.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsEntra => TenantIssuer.Parse(Issuer) is not null;

    /// <summary>The keys that ID tokens are verified with: RSA of at least 2048 bits, or elliptic curves. Never a shared secret.</summary>
    internal IReadOnlyList<SecurityKey> Keys { get; init; } = [];

    /// <summary>The IDs of the keys.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyList<string> KeyIds => [.. Keys.Select(k => k.KeyId).Where(id => !string.IsNullOrEmpty(id))];
}
