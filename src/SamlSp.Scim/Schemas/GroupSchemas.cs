namespace SamlSp.Scim;

/// <summary>The core group.</summary>
internal static class GroupSchemas
{
    public static ScimSchema Core { get; } =
        new(
            ScimUrns.Group,
            "Group",
            "Group",
            [
                new("displayName", AttributeType.String, "The group's name. Unique, compared without case.")
                {
                    Required = true,
                    Uniqueness = "server",
                },
                new("members", AttributeType.Complex, "The users who are direct members.")
                {
                    MultiValued = true,
                    SubAttributes =
                    [
                        new("value", AttributeType.String, "The user's ID here.") { CaseExact = true, Mutability = Mutability.Immutable },
                        new("$ref", AttributeType.Reference, "The user's address.")
                        {
                            Mutability = Mutability.Immutable,
                            ReferenceTypes = ["User"],
                        },
                        new("type", AttributeType.String, "User.") { Mutability = Mutability.Immutable, CanonicalValues = ["User"] },
                        new("display", AttributeType.String, "The user's name.") { Mutability = Mutability.ReadOnly },
                    ],
                },
            ]
        );
}
