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
            ? IdentifyAsync(sp, identifier.Trim(), Read(sp))
            : StartAsync(sp, query["organization"], Read(sp) with { LoginHint = query["login_hint"] });
    }

    /// <summary><c>GET /login</c>: the same, but always asks when no identifier is given.</summary>
    public Task LoginAsync(SamlSpContext sp) =>
        sp.Request.Query["identifier"].ToString().Trim() is { Length: > 0 } identifier
            ? IdentifyAsync(sp, identifier, Read(sp))
            : AskAsync(sp, Read(sp));

    /// <summary>Starts at the organization of that name; at the only one; or asks which.</summary>
    public Task StartAsync(SamlSpContext sp, string? name, SignInStart start)
    {
        var organizations = sp.Scheme.Organizations;
        if (!string.IsNullOrEmpty(name))
        {
            return organizations.TryGet(name, out var named) ? StartAtAsync(sp, named, start) : AskAsync(sp, start, unknown: name);
        }

        return organizations.All.Count == 1 ? StartAtAsync(sp, organizations.All.First(), start) : SelectAsync(sp, start);
    }

    /// <summary>Asks for the organization, unless the application knows it or asks itself.</summary>
    private async Task SelectAsync(SamlSpContext sp, SignInStart start)
    {
        var selecting = new SelectOrganizationContext(sp.Http, sp.Options, start.ReturnUrl);
        await sp.Options.EventsOf(sp.Http).SelectOrganization(selecting);
        if (selecting.Handled)
        {
            return;
        }

        await (
            selecting.Organization is { } name && sp.Scheme.Organizations.TryGet(name, out var organization)
                ? StartAtAsync(sp, organization, start)
                : AskAsync(sp, start, unknown: selecting.Organization)
        );
    }

    /// <summary>Starts at the organization that a name or an address belongs to, or asks again.</summary>
    private Task IdentifyAsync(SamlSpContext sp, string identifier, SignInStart start) =>
        sp.Scheme.Organizations.TryGetByIdentifier(identifier, out var organization)
            ? StartAtAsync(
                sp,
                organization,
                start with
                {
                    LoginHint = identifier.Contains('@', StringComparison.Ordinal) ? identifier : null,
                }
            )
            : AskAsync(sp, start, unknown: identifier);

    /// <summary>
    /// Starts. A browser whose last session at that organization ended by policy has to authenticate anew, whichever way it comes.
    /// </summary>
    private async Task StartAtAsync(SamlSpContext sp, Organization organization, SignInStart start)
    {
        await sp.Http.AuthenticateAsync(SamlSpDefaults.SessionScheme);
        var isOver =
            sp.Http.Features.Get<EndedSession>() is { } ended && ended.AsksAnew(sp.Options) && ended.Organization == organization.Name;
        await starter.StartAsync(sp, organization, start with { ForceAuthn = start.ForceAuthn || isOver });
    }

    /// <summary>The page that asks for the organization.</summary>
    private static Task AskAsync(SamlSpContext sp, SignInStart start, string? unknown = null) =>
        LoginPage.WriteAsync(sp, start.ReturnUrl, start.ForceAuthn, unknown is null ? null : Shown(unknown));

    private SignInStart Read(SamlSpContext sp) =>
        new(returnUrls.Shorten(sp, returnUrls.Read(sp, sp.Request.Query["ReturnUrl"])))
        {
            ForceAuthn = string.Equals(sp.Request.Query["reauthenticate"], "true", StringComparison.OrdinalIgnoreCase),
            Requirement = sp.Request.Query["acr_values"] is [{ } values] ? AcrValues.Read(values, maxAge: 0) : null,
        };

    private static string Shown(string text) => text.Length > MaxShownLength ? text[..MaxShownLength] : text;
}
