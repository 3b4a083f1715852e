using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>The identifier by which the application knows a user.</summary>
public sealed class NameIdOptions
{
    /// <summary>
    /// Conditional claim rows as in Entra's portal. Null: the default rules (members by UPN, guests rewritten to the primary domain).
    /// </summary>
    public IList<ClaimCondition>? Conditions { get; set; }

    /// <summary>The shape that it must have. Default: any.</summary>
    public NameIdShape Shape { get; set; }

    /// <summary>What happens when no rule gives a value. Default: refuse.</summary>
    public NameIdFallback Fallback { get; set; }
}
