using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>The groups that gave users roles at their last sign-in, which their records have.</summary>
internal sealed class KnownGroups(Store store) : IKnownGroups
{
    private static readonly OrganizationSql Find = new(
        "SELECT role_groups FROM users WHERE organization = $1 AND object_id_lower = $2 AND deleted_at IS NULL"
    );

    /// <inheritdoc />
    public async Task<IReadOnlyList<string>> FindAsync(Organization organization, string objectId, CancellationToken cancellationToken) =>
        (await store.ReadAsync(organization.Name, Find, [objectId], cancellationToken)) is [var row] && row.TextOrNull(0) is { } groups
            ? groups.Split('\n')
            : [];

    /// <summary>The sign-in writes the record.</summary>
    public void Remember(Organization organization, string objectId, IReadOnlyList<string> groups)
    {
        // Nothing: the record is written with the rest of the sign-in.
    }
}
