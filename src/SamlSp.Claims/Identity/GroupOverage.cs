using System.Text.Json;

namespace SamlSp.Claims;

/// <summary>
/// A user who is in too many groups for the token, so that Entra sends a link in their place: by SAML above 150 groups, by OpenID Connect
/// above 200.
/// </summary>
/// <param name="TenantId">The tenant of the issuer, a GUID in lower case; null when the issuer is not Entra.</param>
/// <param name="ObjectId">The user's object ID there, a GUID in lower case; null when the claims do not have one.</param>
internal sealed record GroupOverage(string? TenantId, string? ObjectId)
{
    private const string SamlLink = "http://schemas.microsoft.com/claims/groups.link";
    private const string ClaimNames = "_claim_names";
    private const string HasGroups = "hasgroups";

    /// <summary>
    /// The overage that the claims speak of; null when they do not. The address of the link is not read: whoever wants the groups builds
    /// one from the tenant and the object ID.
    /// </summary>
    public static GroupOverage? Find(AssertedClaims claims) =>
        IsMarked(claims)
            ? new(
                TenantIssuer.Parse(claims.Issuer),
                EntraClaims.Find(claims, EntraClaims.ObjectIdentifier) is [var id] && Guid.TryParseExact(id, "D", out var objectId)
                    ? objectId.ToString("D")
                    : null
            )
            : null;

    private static bool IsMarked(AssertedClaims claims) =>
        Has(claims, SamlLink, static _ => true)
        || Has(claims, ClaimNames, NamesGroups)
        || Has(claims, HasGroups, static value => value.Trim().Equals("true", StringComparison.OrdinalIgnoreCase));

    private static bool Has(AssertedClaims claims, string name, Predicate<string> isMarker) =>
        claims.Claims.TryGetValue(name, out var values) && values.Any(value => isMarker(value));

    /// <summary>Whether distributed claims have groups among them (OpenID Connect Core 5.6.2).</summary>
    private static bool NamesGroups(string value)
    {
        try
        {
            using var names = JsonDocument.Parse(value);
            return names.RootElement.ValueKind == JsonValueKind.Object && names.RootElement.TryGetProperty("groups", out _);
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
