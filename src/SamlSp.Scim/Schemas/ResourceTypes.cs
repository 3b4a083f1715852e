namespace SamlSp.Scim;

/// <summary>What there is: users and groups.</summary>
internal static class ResourceTypes
{
    public static ScimResourceType User { get; } =
        new("User", "/Users", "Users", UserSchemas.Core, [UserSchemas.Enterprise, UserSchemas.SamlSp]);

    public static ScimResourceType Group { get; } = new("Group", "/Groups", "Groups of users", GroupSchemas.Core, []);

    public static IReadOnlyList<ScimResourceType> All { get; } = [User, Group];
}
