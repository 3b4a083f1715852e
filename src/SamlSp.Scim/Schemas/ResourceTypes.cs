namespace SamlSp.Scim;

/// <summary>What there is: users and groups.</summary>
internal static class ResourceTypes
{
    public static ScimResourceType User { get; } =
        new("User", "/Users", "People", UserSchemas.Core, [UserSchemas.Enterprise, UserSchemas.SamlSp]);

    public static ScimResourceType Group { get; } = new("Group", "/Groups", "Groups of people", GroupSchemas.Core, []);

    public static IReadOnlyList<ScimResourceType> All { get; } = [User, Group];
}
