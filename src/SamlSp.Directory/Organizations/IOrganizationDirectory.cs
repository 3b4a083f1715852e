using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// The organizations of this server: those that the configuration declares, which are shown and cannot be changed here, and those in the
/// store, which take effect on every node within two seconds of being saved.
/// </summary>
public interface IOrganizationDirectory
{
    /// <summary>All organizations, by name.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    Task<IReadOnlyList<OrganizationEntry>> ListAsync(CancellationToken cancellationToken);

    /// <summary>One organization, by its name without case; null when there is none.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    Task<OrganizationEntry?> FindAsync(string organization, CancellationToken cancellationToken);

    /// <summary>Makes an organization. It may still lack a connection: then nobody can sign in to it.</summary>
    /// <param name="organization">The name: letters, digits, dots, hyphens and underscores, at most 64.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="actor">Who does it, for the audit trail: the ID of the user record, or <c>system</c>.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">It could not be written; nothing was.</exception>
    Task<OrganizationSaveResult> CreateAsync(
        string organization,
        OrganizationOptions settings,
        string actor,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Saves an organization's settings after the same checks as at start; the identity provider's metadata is read, or its configuration,
    /// and everything that is wrong is reported at once. A connection in use is changed by <see cref="ITrialSignIns.SaveAsync"/>
    /// alone, after a user has signed in with it: a mistake would lock everybody out.
    /// </summary>
    /// <param name="organization">The name.</param>
    /// <param name="settings">The settings. A client secret of null keeps the one that is there; an empty one removes it.</param>
    /// <param name="revision">The <see cref="OrganizationEntry.Revision"/> that was shown to whoever saves.</param>
    /// <param name="actor">Who does it, for the audit trail.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">It could not be written; nothing was.</exception>
    Task<OrganizationSaveResult> SaveAsync(
        string organization,
        OrganizationOptions settings,
        int revision,
        string actor,
        CancellationToken cancellationToken
    );
}
