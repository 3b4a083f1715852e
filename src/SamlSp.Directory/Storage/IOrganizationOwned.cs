namespace SamlSp.Directory;

/// <summary>
/// A row that belongs to one organization, and is seen through that organization's <see cref="OrganizationScope"/> alone.
/// </summary>
internal interface IOrganizationOwned
{
    /// <summary>The organization's name in lower case.</summary>
    string Organization { get; }
}
