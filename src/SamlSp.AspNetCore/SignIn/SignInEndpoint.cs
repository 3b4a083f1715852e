using Microsoft.AspNetCore.Authentication;

namespace SamlSp.AspNetCore;

/// <summary>
/// Starts a sign-in: at the organization that is named, at the one that an identifier belongs to, at the only one there is; or asks which.
/// </summary>
internal sealed class SignInEndpoint(SignInStarter starter, ReturnUrls returnUrls)
{
    private const int MaxShownLength = 320;

    /// <summary><c>GET /Saml2/SignIn</c>.</summary>
    public Task HandleAsync(SamlSpContext sp)
    {
        var query = sp.Request.Query;
        return query["identifier"].ToString() is { Length: > 0 } identifier
            ? IdentifyAsync(sp, identifier.Trim(), ReturnTo(sp), Reauthenticates(sp))
            : StartAsync(sp, query["organization"], ReturnTo(sp), Reauthenticates(sp), query["login_hint"]);
    }

    /// <summary><c>GET /login</c>: the same, but always asks when no identifier is given.</summary>
    public Task LoginAsync(SamlSpContext sp) =>
        sp.Request.Query["identifier"].ToString().Trim() is { Length: > 0 } identifier
            ? IdentifyAsync(sp, identifier, ReturnTo(sp), Reauthenticates(sp))
            : LoginPage.WriteAsync(sp, ReturnTo(sp), Reauthenticates(sp));

    /// <summary>Starts at the organization of that name; at the only one; or asks which.</summary>
    public Task StartAsync(SamlSpContext sp, string? name, string returnUrl, bool reauthenticate, string? loginHint)
    {
        var organizations = sp.Scheme.Organizations;
        if (!string.IsNullOrEmpty(name))
        {
            return organizations.TryGet(name, out var named)
                ? StartAtAsync(sp, named, returnUrl, reauthenticate, loginHint)
                : LoginPage.WriteAsync(sp, returnUrl, reauthenticate, unknown: Shown(name));
        }

        return organizations.All.Count == 1
            ? StartAtAsync(sp, organizations.All.First(), returnUrl, reauthenticate, loginHint)
            : LoginPage.WriteAsync(sp, returnUrl, reauthenticate);
    }

    /// <summary>Starts at the organization that a name or an address belongs to, or asks again.</summary>
    private Task IdentifyAsync(SamlSpContext sp, string identifier, string returnUrl, bool reauthenticate) =>
        sp.Scheme.Organizations.TryGetByIdentifier(identifier, out var organization)
            ? StartAtAsync(
                sp,
                organization,
                returnUrl,
                reauthenticate,
                identifier.Contains('@', StringComparison.Ordinal) ? identifier : null
            )
            : LoginPage.WriteAsync(sp, returnUrl, reauthenticate, unknown: Shown(identifier));

    /// <summary>
    /// Starts. A browser whose last session at that organization ended by policy has to authenticate anew, whichever way it comes.
    /// </summary>
    private async Task StartAtAsync(SamlSpContext sp, Organization organization, string returnUrl, bool reauthenticate, string? loginHint)
    {
        await sp.Http.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        var isOver =
            sp.Http.Features.Get<EndedSession>() is { NeedsReauthentication: true } ended && ended.Organization == organization.Name;
        await starter.StartAsync(sp, organization, returnUrl, reauthenticate || isOver, loginHint);
    }

    private string ReturnTo(SamlSpContext sp) => returnUrls.Shorten(sp, returnUrls.Read(sp, sp.Request.Query["ReturnUrl"]));

    private static bool Reauthenticates(SamlSpContext sp) =>
        string.Equals(sp.Request.Query["reauthenticate"], "true", StringComparison.OrdinalIgnoreCase);

    private static string Shown(string text) => text.Length > MaxShownLength ? text[..MaxShownLength] : text;
}
