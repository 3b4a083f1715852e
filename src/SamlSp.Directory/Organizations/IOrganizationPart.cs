using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// What the store adds to an organization besides its settings, such as session policies that were changed on a page. Asked whenever an organization is loaded, declared or stored, on every node;
/// <see cref="OrganizationScope.PublishOrganizationAsync"/> makes all nodes load it.
/// </summary>
internal interface IOrganizationPart
{
    /// <summary>Reads what is to be added, and adds it.</summary>
    Task ApplyAsync(Organization organization, CancellationToken cancellationToken);
}
