namespace SamlSp.AspNetCore;

/// <summary>What a receiver wants of an assertion that we sign.</summary>
/// <param name="Audience">The <c>aud</c>: an address of the receiver, or its issuer.</param>
/// <param name="Algorithms">The algorithms that the receiver lists (RFC 8414 2); empty when it lists none.</param>
/// <param name="NamesKey">Whether the header has <c>kid</c>, for a receiver that reads our keys at <c>/auth/oidc/jwks</c>. Entra finds the
/// certificate by <c>x5t#S256</c> alone, and knows its keys by other IDs.</param>
internal sealed record ClientAssertionFormat(string Audience, IReadOnlyCollection<string> Algorithms, bool NamesKey)
{
    /// <summary>What Entra's token endpoint wants.</summary>
    public static ClientAssertionFormat Entra(string tokenUrl) => new(tokenUrl, [], NamesKey: false);
}
