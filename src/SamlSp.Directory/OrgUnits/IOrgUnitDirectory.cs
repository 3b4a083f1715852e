using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// The org units of an organization and their session policies, for administration. What the configuration declares is shown and cannot be
/// changed here. A change of policy is in force on every node within two seconds: live sessions become shorter where it is stricter, and
/// never longer.
/// </summary>
/// <remarks>
/// Every method throws <see cref="StoreUnavailableException"/> when the store cannot be reached; then nothing was changed.
/// </remarks>
public interface IOrgUnitDirectory
{
    /// <summary>All units, by path: declared, built in, made here, and any that users are in.</summary>
    Task<IReadOnlyList<OrgUnit>> ListAsync(string organization, CancellationToken cancellationToken);

    /// <summary>A unit by its path, without case; null when there is none.</summary>
    Task<OrgUnit?> FindAsync(string organization, string path, CancellationToken cancellationToken);

    /// <summary>Makes a unit, and those above it that are missing.</summary>
    Task<OrgUnitChange> CreateAsync(
        string organization,
        string path,
        string? description,
        string actor,
        CancellationToken cancellationToken
    );

    /// <summary>Sets a unit's description; null for none. At most 1,000 characters are kept.</summary>
    Task<OrgUnitChange> DescribeAsync(
        string organization,
        string path,
        string? description,
        string actor,
        CancellationToken cancellationToken
    );

    /// <summary>Removes a unit that nobody is in and that has none below it.</summary>
    Task<OrgUnitChange> DeleteAsync(string organization, string path, string actor, CancellationToken cancellationToken);

    /// <summary>
    /// Sets a unit's own policy; null lets it inherit. Live sessions in it and below become shorter where that is stricter.
    /// </summary>
    Task<OrgUnitChange> SetPolicyAsync(
        string organization,
        string path,
        SessionPolicyOptions? policy,
        string actor,
        CancellationToken cancellationToken
    );

    /// <summary>What <see cref="SetPolicyAsync"/> would do; null where it would be refused.</summary>
    Task<PolicyEffect?> PreviewPolicyAsync(
        string organization,
        string path,
        SessionPolicyOptions? policy,
        CancellationToken cancellationToken
    );
}
