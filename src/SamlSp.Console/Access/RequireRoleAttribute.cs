namespace SamlSp.Console;

/// <summary>
/// The least role that a page, or one of its handlers, asks for. A handler that changes something and has none asks for
/// <see cref="ConsoleRole.Owner"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
internal sealed class RequireRoleAttribute(ConsoleRole role) : Attribute
{
    /// <summary>The least role.</summary>
    public ConsoleRole Role { get; } = role;

    /// <summary>What a handler asks for: what it says, and at least what its page says.</summary>
    public static ConsoleRole Of(System.Reflection.MemberInfo page, System.Reflection.MemberInfo? handler, string method)
    {
        var least = Read(page) ?? ConsoleRole.Owner;
        var own = handler is null ? null : Read(handler);
        if (own is null && method is not ("GET" or "HEAD"))
        {
            own = ConsoleRole.Owner;
        }

        return own > least ? own.Value : least;
    }

    private static ConsoleRole? Read(System.Reflection.MemberInfo member) =>
        ((RequireRoleAttribute?)GetCustomAttribute(member, typeof(RequireRoleAttribute)))?.Role;
}
