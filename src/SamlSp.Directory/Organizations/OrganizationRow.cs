namespace SamlSp.Directory;

/// <summary>An organization whose settings are kept here rather than in the configuration.</summary>
internal sealed class OrganizationRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    /// <summary>The name as its maker wrote it.</summary>
    public required string Name { get; init; }

    /// <summary>The settings as JSON, without secrets.</summary>
    public required string Settings { get; set; }

    /// <summary>The secrets as JSON, encrypted; null when there are none.</summary>
    public string? Secrets { get; set; }

    /// <summary>The issuer by which answers find the organization, with its protocol in front; null while there is no connection.</summary>
    public string? Issuer { get; set; }

    /// <summary>Rises with each change: whoever saves says what they saw.</summary>
    public required int Revision { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public required string UpdatedBy { get; set; }
}
