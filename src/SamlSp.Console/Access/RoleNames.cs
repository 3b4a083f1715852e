using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>The roles that can be granted: those of the console, and those of the organization's <c>Roles</c> table.</summary>
internal static class RoleNames
{
    public static IReadOnlyList<string> List(IOrganizationRegistry registry, string organization)
    {
        IEnumerable<string> own = registry.TryGet(organization, out var found) ? found.Options.Roles.Keys : [];
        return
        [
            .. ConsoleRoles.All,
            .. own.Where(role => !ConsoleRoles.All.Contains(role, StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.OrdinalIgnoreCase),
        ];
    }
}
