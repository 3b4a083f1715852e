namespace SamlSp.Directory;

/// <summary>
/// What provisioning knows of a user beyond the record: the name that the provisioning service uses, and the attributes that have no
/// column.
/// </summary>
internal sealed class ProvisionedUserRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required string UserId { get; init; }

    /// <summary>SCIM's userName. The NameID of a sign-in may differ from it, and does not change it.</summary>
    public required string UserName
    {
        get;
        set => (field, UserNameLower) = (value, value.ToLowerInvariant());
    }

    /// <summary>Set with <see cref="UserName"/>: names are compared without case.</summary>
    public string UserNameLower { get; private set; } = "";

    /// <summary>The attributes without a column of their own, as a JSON object with the schema's names.</summary>
    public required string Document { get; set; }
}
