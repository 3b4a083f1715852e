namespace SamlSp.Claims;

/// <summary>An organization's rules as an administrator writes them. <see cref="IdentityResolver.TryCreate"/> compiles them.</summary>
public sealed record IdentitySettings
{
    /// <summary>The tenant's initial domain (<c>contoso.onmicrosoft.com</c>); needed to derive a guest's local UPN.</summary>
    public string? TenantDomain { get; init; }

    /// <summary>The domain that guests' addresses are rewritten to by the default NameID rules; null leaves them alone.</summary>
    public string? PrimaryDomain { get; init; }

    /// <summary>
    /// The claim that is the user's immutable key, for identity providers that are not Entra; null means objectidentifier.
    /// </summary>
    public string? KeyClaim { get; init; }

    /// <summary>Which claim fills which user attribute: <c>user.mail</c> → claim name. Overrides the defaults for Entra.</summary>
    public IReadOnlyDictionary<string, string> AttributeClaims { get; init; } = new Dictionary<string, string>();

    /// <summary>Conditional claim rows for the NameID; null means the default rules.</summary>
    public IReadOnlyList<ClaimCondition>? NameIdConditions { get; init; }

    /// <summary>
    /// Conditional claims besides the NameID: <c>displayName</c>, <c>mail</c>, <c>roles</c> set these; any other name becomes a claim of
    /// the session.
    /// </summary>
    public IReadOnlyList<ClaimRules> Claims { get; init; } = [];

    /// <summary>What shape the NameID must have. Default: any.</summary>
    public NameIdShape NameIdShape { get; init; } = NameIdShape.Any;

    /// <summary>What happens when no rule gives a NameID. Default: refuse.</summary>
    public NameIdFallback NameIdFallback { get; init; } = NameIdFallback.Refuse;

    /// <summary>
    /// The org-unit expression in Entra's mapping language; null means <c>IIF(InStr([originalUserPrincipalName], "#EXT#", , )="0", "/",
    /// "/guests")</c>.
    /// </summary>
    public string? OrgUnitPath { get; init; }
}
