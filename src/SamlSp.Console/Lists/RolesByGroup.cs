using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Console;

/// <summary>
/// The roles that users have by their groups: those that the last sign-in named, and those that are provisioned. The table of the
/// organization says which group gives which role.
/// </summary>
internal static class RolesByGroup
{
    /// <summary>The roles by user ID; a user without one is left out.</summary>
    public static async Task<IReadOnlyDictionary<string, IReadOnlyList<string>>> FindAsync(
        IUserLookup lookup,
        IOrganizationRegistry registry,
        string organization,
        IReadOnlyList<DirectoryUser> users,
        CancellationToken cancellationToken
    )
    {
        var roles = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        if (users.Count == 0 || !registry.TryGet(organization, out var known) || known.Options.Roles.Count == 0)
        {
            return roles;
        }

        foreach (var groups in await lookup.GroupsAsync(organization, [.. users.Select(u => u.Id)], cancellationToken))
        {
            if (known.RolesOf([.. groups], []) is { Count: > 0 } found)
            {
                roles[groups.Key] = found;
            }
        }

        return roles;
    }
}
