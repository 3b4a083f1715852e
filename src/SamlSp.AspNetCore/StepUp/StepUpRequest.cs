using System.Globalization;
using System.Text.Json;
using SamlSp.Claims;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Says in a request what is asked of the authentication, in the way that the identity provider understands.</summary>
internal static class StepUpRequest
{
    /// <summary>
    /// Why no request could ask for it; null if one can. Entra has authentication contexts for OpenID Connect alone.
    /// </summary>
    public static SignInOutcome? FindObstacle(Organization organization, SamlAuthenticationRequirement? requirement) =>
        requirement?.AuthenticationContext is { } context
        && organization.IdentityProvider is { } provider
        && TenantIssuer.Parse(provider.Trust.EntityId) is not null
        && !context.Contains(':', StringComparison.Ordinal)
            ? SignInOutcome.Refused(
                SignInRefusalCodes.AuthnContextMissing,
                $"The page asks for Entra's authentication context {context}, which SAML cannot ask for. Use OpenID Connect, or require"
                    + " a method.",
                organization
            ) with
            {
                Requirement = requirement,
            }
            : null;

    /// <summary>
    /// The RequestedAuthnContext; null for none. Entra accepts <c>exact</c> alone. Without contexts in the connection's settings nothing is
    /// asked for: Entra refuses a user whose method is another one (AADSTS75011), and the answer is checked in any case.
    /// </summary>
    public static RequestedAuthnContext? ForSaml(Organization organization, SamlAuthenticationRequirement? requirement) =>
        requirement?.RequestedContexts(organization.Options.Connection) is { Count: > 0 } contexts ? new(contexts) : null;

    /// <summary>
    /// Adds the parameters of OpenID Connect: at Entra the claims request for <c>acrs</c>, elsewhere <c>acr_values</c>; and
    /// <c>max_age</c>, where nothing newer is asked for.
    /// </summary>
    public static void AddTo(Dictionary<string, string?> parameters, Organization organization, OpenIdProvider provider, SignInStart start)
    {
        if (start.Requirement is not { } requirement)
        {
            return;
        }

        var connection = organization.Options.Connection;
        if (requirement.MaxAge is { } age && !start.ForceAuthn && connection.UseMaxAge)
        {
            parameters["max_age"] = ((long)age.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        if (requirement.RequestedContexts(connection) is not { Count: > 0 } contexts)
        {
            return;
        }

        if (TenantIssuer.Parse(provider.Issuer) is null)
        {
            parameters["acr_values"] = string.Join(' ', contexts);
            return;
        }

        object wanted = contexts.Count == 1 ? new { essential = true, value = contexts[0] } : new { essential = true, values = contexts };
        parameters["claims"] = JsonSerializer.Serialize(new { id_token = new { acrs = wanted } });
    }
}
