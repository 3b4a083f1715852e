using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>The names of the console's roles, as used in an organization's <c>Roles</c> table and in grants.</summary>
internal static class ConsoleRoles
{
    public const string Reader = "reader";
    public const string Administrator = "administrator";
    public const string Owner = "owner";

    /// <summary>The roles, from lowest to highest.</summary>
    public static IReadOnlyList<string> All { get; } = [Reader, Administrator, Owner];

    /// <summary>The highest role of a session.</summary>
    public static ConsoleRole From(Session session) =>
        Has(session, Owner) ? ConsoleRole.Owner
        : Has(session, Administrator) ? ConsoleRole.Administrator
        : Has(session, Reader) ? ConsoleRole.Reader
        : ConsoleRole.None;

    /// <summary>Whether a user is an owner: by grant, by group, or in a session that still has the role.</summary>
    public static bool IsOwner(IEnumerable<string> granted, IEnumerable<string> byGroup, IEnumerable<Session> sessions) =>
        granted.Concat(byGroup).Contains(Owner, StringComparer.OrdinalIgnoreCase) || sessions.Any(s => From(s) == ConsoleRole.Owner);

    private static bool Has(Session session, string role) => session.Roles.Contains(role, StringComparer.OrdinalIgnoreCase);
}
