using System.Globalization;
using Microsoft.AspNetCore.Authorization;

namespace SamlSp.AspNetCore;

/// <summary>
/// Asks more of a user's authentication than that there is a session, for controllers, actions, pages and hubs:
/// <c>[RequireSamlAuthentication(MaxAge = "00:15:00", Method = ReauthenticationMethod.PhishingResistant)]</c>. Minimal APIs use
/// <c>RequireSamlAuthentication</c>. On a single method of a hub, use a policy by its name.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireSamlAuthenticationAttribute : AuthorizeAttribute, IAuthorizationRequirementData
{
    /// <summary>
    /// How long the authentication at the identity provider may be ago, as <c>hh:mm:ss</c>: 1 minute to 24 hours. Null: as long as the
    /// session.
    /// </summary>
    public string? MaxAge { get; set; }

    /// <summary>How the user must have authenticated.</summary>
    public ReauthenticationMethod Method { get; set; }

    /// <summary>The context that the authentication must have; null for any.</summary>
    public string? AuthenticationContext { get; set; }

    /// <inheritdoc />
    /// <exception cref="FormatException"><see cref="MaxAge"/> is no time.</exception>
    /// <exception cref="ArgumentException">A value is not one of those that a requirement can have, or nothing is required.</exception>
    public IEnumerable<IAuthorizationRequirement> GetRequirements() =>
        [
            new SamlAuthenticationRequirement(
                MaxAge is null ? null : TimeSpan.ParseExact(MaxAge, "c", CultureInfo.InvariantCulture),
                Method,
                AuthenticationContext
            ),
        ];
}
