using System.Globalization;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Hosting;
using SamlSp.AspNetCore;
using SamlSp.Claims;

namespace SamlSp.Console.Pages;

/// <summary>The start page: who somebody is here, signing in and out, and in Development what is configured.</summary>
/// <remarks>What is configured is no secret, but nobody's business in Production: the console shows it to owners.</remarks>
internal sealed class IndexModel(IOrganizationRegistry registry, SamlSpSchemes schemes, IHostEnvironment environment) : PageModel
{
    /// <summary>The caller's session; null when not signed in.</summary>
    public Session? Session { get; private set; }

    /// <summary>Whether this is a developer's machine.</summary>
    public bool IsDevelopment => environment.IsDevelopment();

    /// <summary>The organizations.</summary>
    public IReadOnlyCollection<Organization> Organizations => registry.All;

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

    internal static string Iso(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    internal static string Text(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    internal static string Words(UserType type) =>
        type switch
        {
            UserType.Member => "Member",
            UserType.EntraGuest => "Guest from another Entra tenant",
            _ => "External guest",
        };

    internal static string Words(SessionEndCause cause) =>
        cause switch
        {
            SessionEndCause.Policy => "by the policy of your org unit; then you sign in again",
            SessionEndCause.IdentityProvider => "as your organization's sign-in says",
            _ => "the longest that this application allows",
        };
}
