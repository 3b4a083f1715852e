using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Authorization;

/// <summary>Asks more of a user's authentication in a policy.</summary>
public static class SamlSpAuthorizationPolicyBuilderExtensions
{
    /// <summary>
    /// Adds a <see cref="SamlAuthenticationRequirement"/>, for policies that are used by their name: <c>[Authorize("payments")]</c>.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="maxAge">How long the authentication at the identity provider may be ago: 1 minute to 24 hours. Null: as long as the
    /// session.</param>
    /// <param name="method">How the user must have authenticated.</param>
    /// <param name="authenticationContext">The context that the authentication must have. Null: any.</param>
    /// <exception cref="ArgumentException">A value is not one of those, or nothing is required.</exception>
    public static AuthorizationPolicyBuilder RequireSamlAuthentication(
        this AuthorizationPolicyBuilder policy,
        TimeSpan? maxAge = null,
        ReauthenticationMethod method = ReauthenticationMethod.Any,
        string? authenticationContext = null
    )
    {
        ArgumentNullException.ThrowIfNull(policy);
        return policy.RequireAuthenticatedUser().AddRequirements(new SamlAuthenticationRequirement(maxAge, method, authenticationContext));
    }
}
