using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.EntraSandbox;

/// <summary>The apps, the signed-in user, and the signing certificates.</summary>
internal sealed class MyAppsPage(EntraSandboxTenant tenant, SandboxSessions sessions, IEnumerable<FurtherTenant> furtherTenants, Page page)
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
        var others = furtherTenants
            .Select(further => further.Services.GetRequiredService<EntraSandboxTenant>().Options)
            .Select(other =>
                (Html)$"""<a class="button quiet" href="{context.Request.PathBase + other.Path}/myapps">{other.DisplayName}</a>"""
            )
            .ToList();
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "My Apps",
            $"""
            {Account(root, tenantRoot, session)}
            {Html.If(
                tenant.Options.ServiceProviders.Count == 0,
                $"<p class=\"hint\">The tenant has no apps. Add one to ServiceProviders.</p>"
            )}
            {tiles}
            <p class="hint">“Open from here” sends a response without a request (IdP-initiated).
            “Open at the app” lets the app send a request (SP-initiated), as Entra does when a Sign on URL is set.</p>
            {Html.If(
                tenant.Options.ServiceProviders.Count > 0,
                $"<p class=\"actions\"><a class=\"button quiet\" href=\"{root}/provisioning\">Provisioning</a></p>"
            )}
            {Html.If(
                others.Count > 0,
                $"<h2>Other tenants</h2><p class=\"hint\">For a second organization of the app.</p><p class=\"actions\">{others}</p>"
            )}
            <details>
            <summary>The tenant</summary>
            <dl>
            <dt>Entity ID</dt><dd><code>{tenant.EntityId}</code></dd>
            <dt>App Federation Metadata Url</dt>
            <dd><a href="{tenantRoot}/federationmetadata/2007-06/federationmetadata.xml"><code>{tenant.MetadataUrl}</code></a></dd>
            <dt>Sign-in and logout</dt><dd><code>{tenant.SignOnUrl}</code></dd>
            </dl>
            {Registrations()}
            <h2>Signing certificates</h2>
            {Certificates()}
            <form method="post" action="{root}/keys">
            <p class="actions">
            <button class="quiet" name="step" value="publish">New certificate</button>
            <button class="quiet" name="step" value="activate">Activate the newest</button>
            <button class="quiet" name="step" value="retire">Delete inactive ones</button>
            </p>
            </form>
            </details>
            """
        );
    }

    private static Html Account(string root, string tenantRoot, SandboxSession? session) =>
        session is null
            ? (Html)$"""<p>You are not signed in. <a href="{root}/switch">Pick an account</a></p>"""
            : (Html)
                $"""
                    <p id="who">You are signed in as <strong>{session.User.SignInName}</strong> since {Format(session.AuthnInstant)}.</p>
                    <p class="actions">
                    <a href="{root}/switch">Pick another account</a>
                    <a href="{tenantRoot}/signout">Sign out</a>
                    </p>
                    """;

    /// <summary>The values to enter at an app to connect it with OpenID Connect.</summary>
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
            <dt>Microsoft Graph</dt><dd><code>{tenant.GraphUrl}</code></dd>
            </dl>
            """)}
        """
        );

    private static string Format(DateTimeOffset instant) =>
        instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private Html Certificates()
    {
        var rows = tenant.SigningCertificates.Select(c =>
        {
            var state = c == tenant.ActiveCertificate ? "Active" : "Inactive";
            return (Html)
                $"""
                    <li>Thumbprint <code>{c.Thumbprint}</code> {state}, expires {Format(new(c.NotAfter.ToUniversalTime()))}<br>
                    SHA-256 <code>{c.GetCertHashString(HashAlgorithmName.SHA256)}</code></li>
                    """;
        });
        return $"<ul id=\"certificates\">{rows}</ul>";
    }
}
