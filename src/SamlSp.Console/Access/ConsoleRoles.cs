using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>The names of the console's roles, as they stand in an organization's <c>Roles</c> table and in grants.</summary>
internal static class ConsoleRoles
{
    public const string Reader = "reader";
    public const string Administrator = "administrator";
    public const string Owner = "owner";

    /// <summary>The roles from the least to the greatest.</summary>
    public static IReadOnlyList<string> All { get; } = [Reader, Administrator, Owner];

    /// <summary>The greatest role that a session has.</summary>
    public static ConsoleRole Of(Session session) =>
        Has(session, Owner) ? ConsoleRole.Owner
        : Has(session, Administrator) ? ConsoleRole.Administrator
        : Has(session, Reader) ? ConsoleRole.Reader
        : ConsoleRole.None;

    private static bool Has(Session session, string role) => session.Roles.Contains(role, StringComparer.OrdinalIgnoreCase);
}
