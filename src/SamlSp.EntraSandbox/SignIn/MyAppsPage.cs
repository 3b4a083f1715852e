using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>The tiles of the apps, who is signed in, and the signing certificates.</summary>
internal sealed class MyAppsPage(EntraSandboxTenant tenant, SandboxSessions sessions, Page page)
{
    public Task WriteAsync(HttpContext context)
    {
        var root = page.Root(context);
        var tenantRoot = $"{root}/{tenant.Options.TenantId}";
        var session = sessions.Find(context);
        var tiles = tenant.Options.ServiceProviders.Select(app =>
            (Html)
                $"""
                    <div class="tile">
                    <strong>{app.Title}</strong>
                    <p class="actions">
                    <a class="button" href="{root}/launch?app={Uri.EscapeDataString(app.EntityId)}">Open from here</a>
                    {Html.If(app.StartUrl is not null, $"""<a class="button quiet" href="{app.StartUrl}">Open at the app</a>""")}
                    </p>
                    </div>
                    """
        );
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "My Apps",
            $"""
            {(
                session is null
                    ? (Html)$"""<p>You are not signed in. <a href="{root}/switch">Pick an account</a></p>"""
                    : (Html)
                        $"""<p id="who">You are signed in as <strong>{session.User.SignInName}</strong> since {Shown(session.AuthnInstant)}.</p><p class="actions"><a href="{root}/switch">Pick another account</a> <a href="{tenantRoot}/signout">Sign out</a></p>"""
            )}
            {Html.If(
                tenant.Options.ServiceProviders.Count == 0,
                $"<p class=\"hint\">The tenant has no apps. Add one under ServiceProviders.</p>"
            )}
            {tiles}
            <p class="hint">“Open from here” sends a response that no app asked for (IdP-initiated). “Open at the app” lets the app ask (SP-initiated), as Entra’s tiles do when a Sign on URL is set.</p>
            {Html.If(
                tenant.Options.ServiceProviders.Any(p => p.ProvisioningUrl is not null),
                $"<p class=\"actions\"><a class=\"button quiet\" href=\"{root}/provisioning\">Provisioning</a></p>"
            )}
            <details>
            <summary>The tenant</summary>
            <dl>
            <dt>Entity ID</dt><dd><code>{tenant.EntityId}</code></dd>
            <dt>Metadata</dt><dd><a href="{tenantRoot}/federationmetadata/2007-06/federationmetadata.xml"><code>{tenant.MetadataUrl}</code></a></dd>
            <dt>Sign-in and logout</dt><dd><code>{tenant.SignOnUrl}</code></dd>
            </dl>
            {Registrations()}
            <h2>Signing certificates</h2>
            {Certificates()}
            <form method="post" action="{root}/keys">
            <p class="actions">
            <button class="quiet" name="step" value="publish">New certificate</button>
            <button class="quiet" name="step" value="activate">Make newest active</button>
            <button class="quiet" name="step" value="retire">Delete inactive</button>
            </p>
            </form>
            </details>
            """
        );
    }

    /// <summary>What is entered at an app to link it by OpenID Connect.</summary>
    private Html Registrations() =>
        Html.If(
            tenant.Options.Clients.Count > 0,
            $"""
        <h2>App registrations</h2>
        {tenant.Options.Clients.Select(client => (Html)$"""
            <dl>
            <dt>{client.Title}: authorization URL</dt><dd><code>{tenant.AuthorizationUrl}</code></dd>
            <dt>Token URL</dt><dd><code>{tenant.TokenUrl}</code></dd>
            <dt>Client ID</dt><dd><code>{client.ClientId}</code></dd>
            <dt>Client secret</dt><dd><code>{client.ClientSecret}</code></dd>
            </dl>
            """)}
        """
        );

    private static string Shown(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private Html Certificates()
    {
        var rows = tenant.SigningCertificates.Select(c =>
            (Html)
                $"<li><code>{c.Thumbprint}</code> {(c == tenant.ActiveCertificate ? "Active" : "Inactive")}, until {Shown(new(c.NotAfter.ToUniversalTime()))}</li>"
        );
        return $"<ul id=\"certificates\">{rows}</ul>";
    }
}
