namespace SamlSp.Directory;

/// <summary>Counts changes of an organization's session policies. An organization without a row has had none.</summary>
internal sealed class PolicyVersionRow : IOrganizationOwned
{
    public required string Organization { get; init; }

    public required long Version { get; init; }
}
