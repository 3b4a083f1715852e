namespace SamlSp.AspNetCore;

/// <summary>What Entra says of an authentication with several factors.</summary>
internal static class MultiFactorEvidence
{
    private const string MultipleFactors = "http://schemas.microsoft.com/claims/multipleauthn";
    private const string AuthnMethods = "http://schemas.microsoft.com/claims/authnmethodsreferences";

    /// <summary>Whether the claims name several factors.</summary>
    public static bool IsIn(IReadOnlyDictionary<string, IReadOnlyList<string>> claims) => claims.TryGetValue(AuthnMethods, out var methods) && methods.Contains(MultipleFactors, StringComparer.Ordinal);
}
