namespace SamlSp.Scim;

/// <summary>Attributes that every resource has, whatever its schema (RFC 7643 3.1).</summary>
internal static class CommonAttributes
{
    public static IReadOnlyList<ScimAttribute> All { get; } =
    [
        new("schemas", AttributeType.Reference, "The schemas of the resource.")
        {
            MultiValued = true,
            CaseExact = true,
            Mutability = Mutability.ReadOnly,
            Returned = "always",
        },
        new("id", AttributeType.String, "The resource's ID here.")
        {
            CaseExact = true,
            Mutability = Mutability.ReadOnly,
            Returned = "always",
            Uniqueness = "server",
        },
        new("externalId", AttributeType.String, "The resource's ID at the provisioning service: the object ID at Entra.")
        {
            CaseExact = true,
            Uniqueness = "server",
        },
        new("meta", AttributeType.Complex, "About the resource.")
        {
            Mutability = Mutability.ReadOnly,
            SubAttributes =
            [
                ReadOnly("resourceType", AttributeType.String),
                ReadOnly("created", AttributeType.DateTime),
                ReadOnly("lastModified", AttributeType.DateTime),
                ReadOnly("location", AttributeType.Reference),
                ReadOnly("version", AttributeType.String),
            ],
        },
    ];

    private static ScimAttribute ReadOnly(string name, AttributeType type) =>
        new(name, type, "") { CaseExact = true, Mutability = Mutability.ReadOnly };
}
