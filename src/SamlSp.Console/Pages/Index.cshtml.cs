using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Hosting;
using SamlSp.AspNetCore;

namespace SamlSp.Console.Pages;

/// <summary>The start page: the signed-in user, sign-in and sign-out, and in Development the configured organizations.</summary>
/// <remarks>The organizations are not secret, but in Production only the console shows them, to their own users.</remarks>
internal sealed class IndexModel(IOrganizationRegistry registry, SamlSpSchemes schemes, IHostEnvironment environment) : PageModel
{
    /// <summary>The caller's session; null when not signed in.</summary>
    public Session? Session { get; private set; }

    /// <summary>Whether this is a developer's machine.</summary>
    public bool IsDevelopment => environment.IsDevelopment();

    /// <summary>The organizations.</summary>
    public IReadOnlyCollection<Organization> Organizations => registry.All;

    /// <summary>Where the session is as JSON; null for nowhere.</summary>
    public string? SessionPath => schemes.Default.Options.Paths.Session is { Length: > 0 } path ? Request.PathBase + path : null;

    /// <summary>Where the SAML endpoints are, as a browser sees it.</summary>
    public string ModulePath => Request.PathBase + schemes.Default.Options.ModulePath;

    /// <summary>Shows the page.</summary>
    public async Task OnGetAsync()
    {
        await HttpContext.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        Session = HttpContext.GetSamlSpSession();
    }

    internal string OrganizationName(Session session) =>
        registry.TryGet(session.Organization, out var organization) ? organization.DisplayName : session.Organization;

    internal static string EndReason(SessionEndCause cause) =>
        cause switch
        {
            SessionEndCause.Policy => "set by the policy of your org unit; then you sign in again",
            SessionEndCause.IdentityProvider => "set by your organization's identity provider",
            _ => "the maximum of this application",
        };
}
