using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.AspNetCore;

/// <summary>
/// Signs a verified user in to the application's own scheme (<see cref="SamlSpOptions.SignInScheme"/>), as the framework's remote handlers
/// do. What ASP.NET Core Identity reads is here: NameIdentifier as the key of the login, and the item <c>LoginProvider</c>.
/// </summary>
internal sealed class ExternalSignIn(IEnumerable<OrganizationScheme> entries)
{
    /// <summary>The item of Identity's <c>SignInManager</c> that names the provider.</summary>
    private const string LoginProvider = "LoginProvider";

    /// <summary>Signs in.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="session">The session that the sign-in has begun.</param>
    /// <param name="properties">The properties of the challenge; those of the ticket afterwards.</param>
    public Task SignInAsync(SamlSpContext sp, Session session, AuthenticationProperties properties)
    {
        properties.Items.TryAdd(LoginProvider, ProviderOf(sp.Scheme.Name, session.Organization));
        SessionTicket.SetReference(properties, session.Id);
        return sp.Http.SignInAsync(sp.Options.SignInScheme, CreatePrincipal(sp, session), properties);
    }

    /// <summary>
    /// Where the browser goes. A challenge of the application knows its own way; any other sign-in takes the way of <see
    /// cref="SamlSpOptions.SignInCallbackPath"/>.
    /// </summary>
    /// <param name="sp">The request.</param>
    /// <param name="properties">The properties of the challenge.</param>
    /// <param name="returnUrl">Where the sign-in leads: a local path.</param>
    public static string Target(SamlSpContext sp, AuthenticationProperties properties, string returnUrl)
    {
        if (sp.Options.SignInCallbackPath is not { } callback || properties.Items.ContainsKey(LoginProvider))
        {
            return returnUrl;
        }

        // The page of the application may take local paths only, as Identity's does.
        var local = returnUrl.StartsWith('/') ? returnUrl : sp.Address.StartPage;
        return QueryHelpers.AddQueryString(sp.Request.PathBase + callback, "returnUrl", local);
    }

    /// <summary>The entry of the organization on login pages, where it has one of its own; otherwise the scheme.</summary>
    private string ProviderOf(string scheme, string organization) =>
        entries
            .FirstOrDefault(e =>
                e.SamlSpScheme == scheme && string.Equals(e.Organization, organization, StringComparison.OrdinalIgnoreCase)
            )
            ?.Name
        ?? scheme;

    /// <summary>
    /// The claims of the session with two changes: NameIdentifier never changes, and the ID of SamlSp's own record is left out, so that an
    /// application has one key to keep.
    /// </summary>
    private static ClaimsPrincipal CreatePrincipal(SamlSpContext sp, Session session)
    {
        var claims = SessionPrincipal
            .Create(session)
            .Claims.Where(claim => claim.Type is not (ClaimTypes.NameIdentifier or SessionClaimTypes.UserId))
            .Prepend(new(SessionClaimTypes.NameId, session.NameId, ClaimValueTypes.String, session.Issuer))
            .Prepend(new(ClaimTypes.NameIdentifier, session.ProviderKey, ClaimValueTypes.String, session.Issuer));
        return new(new ClaimsIdentity(claims, sp.Scheme.Name, SessionIdentity.NameType, SessionClaimTypes.Role));
    }
}
