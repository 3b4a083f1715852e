namespace SamlSp.Console;

/// <summary>An entry of the navigation.</summary>
/// <param name="Page">The Razor page.</param>
/// <param name="Text">The label.</param>
/// <param name="Icon">The icon's name.</param>
/// <param name="Group">The heading of its group.</param>
/// <param name="MinimumRole">The minimum role to see it.</param>
internal sealed record NavigationItem(string Page, string Text, string Icon, string Group, ConsoleRole MinimumRole)
{
    /// <summary>All entries, in order.</summary>
    public static IReadOnlyList<NavigationItem> All { get; } =
    [
        new("/Console/Index", "Overview", "home", "", ConsoleRole.Reader),
        new("/Console/Users/Index", "Users", "users", "Users", ConsoleRole.Reader),
        new("/Console/Units/Index", "Org units", "tree", "Users", ConsoleRole.Reader),
        new("/Console/Sessions", "Sessions", "clock", "Users", ConsoleRole.Reader),
        new("/Console/Settings/Index", "Sign-in settings", "key", "Sign-in", ConsoleRole.Reader),
        new("/Console/Rules", "Claim rules", "rules", "Sign-in", ConsoleRole.Reader),
        new("/Console/SignIns/Index", "Sign-ins", "chart", "Sign-in", ConsoleRole.Reader),
        new("/Console/Provisioning", "Provisioning", "sync", "Operations", ConsoleRole.Reader),
        new("/Console/Certificates", "Certificates", "seal", "Operations", ConsoleRole.Reader),
        new("/Console/History/Index", "History", "history", "Operations", ConsoleRole.Reader),
        new("/Console/Audit", "Audit", "list", "Operations", ConsoleRole.Reader),
        new("/Console/Account", "My account", "person", "You", ConsoleRole.None),
    ];
}
