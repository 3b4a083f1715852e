namespace SamlSp.Console;

/// <summary>The role of a user in the console of their organization. Each role includes the ones before it.</summary>
internal enum ConsoleRole
{
    /// <summary>Own account only.</summary>
    None,

    /// <summary>View everything, change nothing: role <c>reader</c>.</summary>
    Reader,

    /// <summary>Manage users, sessions and org units: role <c>administrator</c>.</summary>
    Administrator,

    /// <summary>Also change the connection, rules and secrets, and appoint owners: role <c>owner</c>.</summary>
    Owner,
}
