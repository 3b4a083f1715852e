using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>An organization: a company with its own identity provider, rules and users.</summary>
public sealed class OrganizationOptions
{
    /// <summary>The name that users see. Default: the organization's key.</summary>
    public string? DisplayName { get; set; }

    /// <summary>E-mail domains by which <c>/login</c> finds the organization.</summary>
    public IList<string> Domains { get; set; } = [];

    /// <summary>The domain that guests' addresses are rewritten to by the default NameID rules.</summary>
    public string? PrimaryDomain { get; set; }

    /// <summary>The tenant's initial domain: <c>contoso.onmicrosoft.com</c>.</summary>
    public string? TenantDomain { get; set; }

    /// <summary>
    /// The claim with a user's immutable key, for identity providers other than Entra. Default: Entra's objectidentifier.
    /// </summary>
    public string? KeyClaim { get; set; }

    /// <summary>Which claim fills which user attribute: <c>user.mail</c> → claim name.</summary>
    public IDictionary<string, string> Attributes { get; set; } = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);

    /// <summary>How its users sign in.</summary>
    public SamlSpConnectionOptions Connection { get; set; } = new();

    /// <summary>The identifier by which the application knows a user.</summary>
    public NameIdOptions NameId { get; set; } = new();

    /// <summary>
    /// Conditional claims besides the NameID. <c>displayName</c>, <c>mail</c> and <c>roles</c> set these; any other name becomes a claim of
    /// the session.
    /// </summary>
    public IList<ClaimRules> Claims { get; set; } = [];

    /// <summary>The org-unit expression in Entra's mapping language. Default: guests get <c>/guests</c>, members get <c>/</c>.</summary>
    public string? OrgUnitPath { get; set; }

    /// <summary>Org units with their own policy, by path. <c>/guests</c> has 8 hours unless it is set here.</summary>
    public IDictionary<string, OrgUnitOptions?> OrgUnits { get; set; } = new Dictionary<string, OrgUnitOptions?>(StringComparer.Ordinal);

    /// <summary>
    /// What happens to a user whose org unit does not exist: it is not <c>/</c> or <c>/guests</c>, not in <see cref="OrgUnits"/>, and was
    /// not created in the console. Default <see cref="UnknownOrgUnits.Create"/>.
    /// </summary>
    public UnknownOrgUnits UnknownOrgUnits { get; set; } = UnknownOrgUnits.Create;

    /// <summary>Whether the first sign-in creates the user. Default true; otherwise only provisioning does.</summary>
    public bool JustInTime { get; set; } = true;

    /// <summary>
    /// Whether the first sign-in may join an existing user by e-mail address, for addresses in <see cref="Domains"/> only. Default false.
    /// </summary>
    public bool MatchByEmail { get; set; }

    /// <summary>Whether a deleted user is refused at the next sign-in. Default false: the sign-in creates a new user.</summary>
    public bool RefuseDeleted { get; set; }

    /// <summary>Roles by name, each with the object IDs of the groups whose members have it.</summary>
    public IDictionary<string, IList<string>> Roles { get; set; } = new Dictionary<string, IList<string>>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Terms of service that users accept at their first sign-in; null for none.</summary>
    public TermsOptions? Terms { get; set; }

    /// <summary>SCIM provisioning.</summary>
    public ProvisioningOptions Provisioning { get; set; } = new();
}
