namespace SamlSp.Console;

/// <summary>What somebody may do in the console of their organization. Each role may do what those before it may.</summary>
internal enum ConsoleRole
{
    /// <summary>Their own account, and nothing else.</summary>
    None,

    /// <summary>See everything, change nothing: role <c>reader</c>.</summary>
    Reader,

    /// <summary>Look after people, sessions and org units: role <c>administrator</c>.</summary>
    Administrator,

    /// <summary>Change the connection, the rules, tokens, and who is an owner: role <c>owner</c>.</summary>
    Owner,
}
