namespace SamlSp.Console;

/// <summary>
/// The minimum role for a page, or for one of its handlers. A POST handler without the attribute requires
/// <see cref="ConsoleRole.Owner"/>.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, Inherited = true)]
internal sealed class RequireRoleAttribute(ConsoleRole role) : Attribute
{
    /// <summary>The minimum role.</summary>
    public ConsoleRole Role { get; } = role;

    /// <summary>The role that a handler requires: its own, and at minimum that of its page.</summary>
    public static ConsoleRole RequiredRole(System.Reflection.MemberInfo page, System.Reflection.MemberInfo? handler, string method)
    {
        var minimum = Read(page) ?? ConsoleRole.Owner;
        var own = handler is null ? null : Read(handler);
        if (own is null && method is not ("GET" or "HEAD"))
        {
            own = ConsoleRole.Owner;
        }

        return own > minimum ? own.Value : minimum;
    }

    private static ConsoleRole? Read(System.Reflection.MemberInfo member) =>
        ((RequireRoleAttribute?)GetCustomAttribute(member, typeof(RequireRoleAttribute)))?.Role;
}
