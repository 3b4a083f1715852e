using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>An organization: a company with its own identity provider, rules and people.</summary>
public sealed class OrganizationOptions
{
    /// <summary>The name that people read. Default: the organization's key.</summary>
    public string? DisplayName { get; set; }

    /// <summary>E-mail domains by which <c>/login</c> finds the organization.</summary>
    public IList<string> Domains { get; set; } = [];

    /// <summary>The domain that guests' addresses are rewritten to by the default NameID rules.</summary>
    public string? PrimaryDomain { get; set; }

    /// <summary>The tenant's initial domain: <c>contoso.onmicrosoft.com</c>.</summary>
    public string? TenantDomain { get; set; }

    /// <summary>
    /// The claim that is a person's immutable key, for identity providers that are not Entra. Default: Entra's objectidentifier.
    /// </summary>
    public string? KeyClaim { get; set; }

    /// <summary>Which claim fills which user attribute: <c>user.mail</c> → claim name.</summary>
    public IDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How its people sign in.</summary>
    public ConnectionOptions Connection { get; set; } = new();

    /// <summary>What the application knows people by.</summary>
    public NameIdOptions NameId { get; set; } = new();

    /// <summary>
    /// Conditional claims besides the NameID. <c>displayName</c>, <c>mail</c> and <c>roles</c> set these; any other name becomes a claim of
    /// the session.
    /// </summary>
    public IList<ClaimRules> Claims { get; set; } = [];

    /// <summary>
    /// The org-unit expression in Entra's mapping language. Default: guests into <c>/guests</c>, everybody else into <c>/</c>.
    /// </summary>
    public string? OrgUnitPath { get; set; }

    /// <summary>Org units with a policy of their own, by path. <c>/guests</c> has 8 hours unless it is set here.</summary>
    public IDictionary<string, OrgUnitOptions?> OrgUnits { get; set; } = new Dictionary<string, OrgUnitOptions?>(StringComparer.Ordinal);

    /// <summary>
    /// What becomes of somebody whose org unit is neither <c>/</c> nor <c>/guests</c> nor in <see cref="OrgUnits"/>, and was not made in
    /// the console. Default <see cref="UnknownOrgUnits.Create"/>.
    /// </summary>
    public UnknownOrgUnits UnknownOrgUnits { get; set; } = UnknownOrgUnits.Create;

    /// <summary>Whether a first sign-in makes the person's record. Default true; otherwise only provisioning does.</summary>
    public bool JustInTime { get; set; } = true;

    /// <summary>
    /// Whether a first sign-in may join a record by e-mail address, for addresses in <see cref="Domains"/> only. Default false.
    /// </summary>
    public bool MatchByEmail { get; set; }

    /// <summary>
    /// Whether somebody whose record was deleted is refused when they come again. Default false: then a sign-in makes a new record.
    /// </summary>
    public bool RefuseDeleted { get; set; }

    /// <summary>Roles by name, each with the object IDs of the groups whose members have it.</summary>
    public IDictionary<string, IList<string>> Roles { get; set; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Terms of service that people accept at their first sign-in; null for none.</summary>
    public TermsOptions? Terms { get; set; }

    /// <summary>SCIM provisioning.</summary>
    public ProvisioningOptions Provisioning { get; set; } = new();
}
