using SamlSp.Claims;

namespace SamlSp.AspNetCore;

/// <summary>Keeps user records: one for each user, keyed by (organization, tenant ID, object ID).</summary>
public interface IUserStore
{
    /// <summary>
    /// Finds the record of a user who has just signed in, or makes it (<see cref="OrganizationOptions.JustInTime"/>), and brings its
    /// attributes up to date. Two first sign-ins of one user at once give one record. The object ID is compared without case.
    /// </summary>
    Task<UserSignInResult> SignInAsync(Organization organization, SignInIdentity identity, CancellationToken cancellationToken);
}
