using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The units that have to be created before a user can be put into one.</summary>
internal static class MissingOrgUnits
{
    /// <summary>
    /// The unit itself first, then those above it; null where the path is none, or the organization does not allow that units are created
    /// this way. Units that the store has already may be among them.
    /// </summary>
    public static List<string>? For(Organization organization, string path)
    {
        if (!OrgUnitPath.IsValid(path))
        {
            return null;
        }

        if (organization.HasOrgUnit(path))
        {
            return [];
        }

        if (organization.Options.UnknownOrgUnits == UnknownOrgUnits.Refuse)
        {
            return null;
        }

        var units = new List<string>();
        for (var at = path; at is not null && !organization.HasOrgUnit(at); at = OrgUnitPath.Above(at))
        {
            units.Add(at);
        }

        return units;
    }
}
