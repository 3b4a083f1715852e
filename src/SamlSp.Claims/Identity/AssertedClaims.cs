namespace SamlSp.Claims;

/// <summary>
/// The verified claims of an identity provider about a user, whatever the protocol: the input of <see cref="IdentityResolver"/>.
/// </summary>
public sealed record AssertedClaims
{
    /// <summary>The issuer: the SAML entity ID, or the OIDC issuer.</summary>
    public required string Issuer { get; init; }

    /// <summary>The NameID as asserted; null where the protocol has none.</summary>
    public string? NameId { get; init; }

    /// <summary>The NameID's format URI; null when not sent.</summary>
    public string? NameIdFormat { get; init; }

    /// <summary>Claim values by claim name (at Entra mostly URIs), in the order sent.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Claims { get; init; }

    /// <summary>
    /// Object IDs of the user's groups where they were read elsewhere, because there are too many for the token. They take the place of the
    /// claim's. Null: the claims have them.
    /// </summary>
    public IReadOnlyList<string>? Groups { get; init; }
}
