using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Knows the sign-ins by which an owner tries settings that are not saved. A durable store keeps them; without one there are none.
/// </summary>
internal interface ITrialSignInSource
{
    /// <summary>
    /// The organization as the settings on trial make it; null when there is no such test, it is over, or it is not one of this browser's
    /// session.
    /// </summary>
    Task<(Organization Organization, string ReturnUrl)?> FindAsync(HttpContext context, string test, CancellationToken cancellationToken);

    /// <summary>Keeps what became of it.</summary>
    Task CompleteAsync(
        string test,
        Organization organization,
        SignInTrace trace,
        SignInOutcome outcome,
        CancellationToken cancellationToken
    );
}
