using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Tries an organization's settings with a real sign-in before they count. Nothing is recorded but what the test found, which is kept for a
/// day, encrypted.
/// </summary>
internal interface ITrialSignIns
{
    /// <summary>Prepares a test.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="settings">The settings on trial, as for <see cref="IOrganizationDirectory.SaveAsync"/>. Of a declared organization, its
    /// own are tried whatever is given.</param>
    /// <param name="by">The session of whoever tries; the test can be taken in that browser alone.</param>
    /// <param name="returnUrl">A local path to come back to; <c>test=ID</c> is added to its query.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">It could not be written.</exception>
    Task<TrialSignInStart> StartAsync(
        string organization,
        OrganizationOptions settings,
        Session by,
        string returnUrl,
        CancellationToken cancellationToken
    );

    /// <summary>
    /// Saves the settings of a test that was accepted within the last hour, exactly as they were tried. Whoever signed in with them is an
    /// owner afterwards, so that there is a way back in: if no group of theirs gives the role, it is granted to their record, which is made
    /// if need be.
    /// </summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="id">The test's ID.</param>
    /// <param name="revision">The <see cref="OrganizationEntry.Revision"/> that was shown to whoever saves.</param>
    /// <param name="actor">Who does it, for the audit trail.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <exception cref="StoreUnavailableException">It could not be written.</exception>
    Task<OrganizationSaveResult> SaveAsync(string organization, string id, int revision, string actor, CancellationToken cancellationToken);

    /// <summary>A test of the organization by its ID; null when there is none, or it is a day old.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    Task<TrialSignInRecord?> FindAsync(string organization, string id, CancellationToken cancellationToken);

    /// <summary>The organization's newest test that has a result; null when there is none, or it is a day old.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be asked.</exception>
    Task<TrialSignInRecord?> FindNewestAsync(string organization, CancellationToken cancellationToken);
}
