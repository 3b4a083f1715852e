using SamlSp.AspNetCore;

namespace SamlSp.Scim;

/// <summary>
/// Which groups give roles: those whose external ID, the object ID at Entra, stands in the organization's table of roles.
/// </summary>
internal static class GroupRoles
{
    public static bool GivesRole(Organization organization, string? externalId) =>
        externalId is not null && organization.RolesOf([externalId], []).Count > 0;

    /// <summary>Whether a group's members have other roles by it when its external ID changes.</summary>
    public static bool DifferBetween(Organization organization, string? before, string? after) =>
        before != after && (GivesRole(organization, before) || GivesRole(organization, after));
}
