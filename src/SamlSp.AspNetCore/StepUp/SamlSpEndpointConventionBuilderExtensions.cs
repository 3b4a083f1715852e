using Microsoft.AspNetCore.Authorization;
using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Asks more of a user's authentication at an endpoint.</summary>
public static class SamlSpEndpointConventionBuilderExtensions
{
    /// <summary>
    /// Requires a session whose user has authenticated as it says: <c>app.MapPost("/payments", Pay).RequireSamlAuthentication(maxAge:
    /// TimeSpan.FromMinutes(15))</c>. A browser whose session does not meet it is sent to the identity provider once; an API caller gets
    /// the challenge of RFC 9470.
    /// </summary>
    /// <param name="builder">The endpoint, or a group of them.</param>
    /// <param name="maxAge">How long the authentication at the identity provider may be ago: 1 minute to 24 hours. Null: as long as the
    /// session.</param>
    /// <param name="method">How the user must have authenticated.</param>
    /// <param name="authenticationContext">The context that the authentication must have: at Entra by OpenID Connect the ID of an
    /// authentication context (<c>c1</c>), elsewhere an <c>acr</c> value or an AuthnContextClassRef. Null: any.</param>
    /// <exception cref="ArgumentException">A value is not one of those, or nothing is required.</exception>
    public static TBuilder RequireSamlAuthentication<TBuilder>(
        this TBuilder builder,
        TimeSpan? maxAge = null,
        ReauthenticationMethod method = ReauthenticationMethod.Any,
        string? authenticationContext = null
    )
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var requirement = new SamlAuthenticationRequirement(maxAge, method, authenticationContext);
        return builder.RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddRequirements(requirement));
    }
}
