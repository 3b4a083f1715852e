namespace SamlSp.Claims;

/// <summary>Reasons for which no identity could be resolved. Each has a section in docs/errors.md.</summary>
public static class IdentityErrorCodes
{
    /// <summary>The tenantid claim is not the tenant of the issuer.</summary>
    public const string TenantMismatch = "tenant_mismatch";

    /// <summary>
    /// The immutable key (objectidentifier, or the organization's key attribute) is missing, empty or has several values.
    /// </summary>
    public const string ObjectIdMissing = "object_id_missing";

    /// <summary>No rule gave a NameID.</summary>
    public const string NameIdUnresolved = "name_id_unresolved";

    /// <summary>The resolved NameID does not have the shape that the organization requires.</summary>
    public const string NameIdShape = "name_id_shape";

    /// <summary>A claim rule failed: a regular expression ran out of time, or an input was missing.</summary>
    public const string ClaimRuleFailed = "claim_rule_failed";

    /// <summary>The org-unit expression failed or gave no path.</summary>
    public const string OrgUnitUnresolved = "org_unit_unresolved";
}
