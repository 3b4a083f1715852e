using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>The assigned users with a button for each change, a button to run a cycle, and the requests of the last one.</summary>
internal sealed class ProvisioningPage(EntraSandboxTenant tenant, SandboxProvisioning provisioning, Page page)
{
    public Task WriteAsync(HttpContext context)
    {
        var root = page.Root(context);
        if (provisioning.Credentials is not { } credentials)
        {
            return page.WriteAsync(
                context,
                StatusCodes.Status200OK,
                "Provisioning",
                $"""
                <p>Nobody is provisioned yet. Enter what the app shows for its provisioning.</p>
                {CredentialsForm(root)}
                <p><a href="{root}/myapps">My Apps</a></p>
                """
            );
        }

        var users = tenant.Users.Select(user =>
            (Html)
                $"""
                    <div class="tile">
                    <strong>{user.SignInName}</strong>
                    <p class="hint">{user.Kind}: {State(provisioning.AssignmentOf(user.Id))}</p>
                    <form method="post" action="{root}/provisioning">
                    <input type="hidden" name="user" value="{user.Id}">
                    <p class="actions">
                    {Html.If(
                        provisioning.AssignmentOf(user.Id) == SandboxAssignment.Assigned,
                        $"<button class=\"quiet\" name=\"step\" value=\"disable\">Disable</button>"
                    )}
                    {Html.If(
                        provisioning.AssignmentOf(user.Id) != SandboxAssignment.Assigned,
                        $"<button class=\"quiet\" name=\"step\" value=\"restore\">Restore</button>"
                    )}
                    {Html.If(
                        provisioning.AssignmentOf(user.Id) != SandboxAssignment.Deleted,
                        $"<button class=\"quiet\" name=\"step\" value=\"delete\">Delete permanently</button>"
                    )}
                    </p>
                    </form>
                    </div>
                    """
        );
        var log = provisioning.LastCycle.Select(step =>
        {
            var status = step.Status == 0 ? "no response" : step.Status.ToString(CultureInfo.InvariantCulture);
            var detail = Html.If(step.Detail is not null, $" <span class=\"error\">{step.Detail}</span>");
            return (Html)$"<li>{step.Who}: <code>{step.Method} {step.Path}</code> {status}{detail}</li>";
        });
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Provisioning",
            $"""
            <p>Users and groups are sent to <code>{credentials.TenantUrl}</code>.
            Entra runs a cycle every 40 minutes. Here a cycle runs when you start it.</p>
            <form method="post" action="{root}/provisioning">
            <fieldset>
            <legend>Dialect of PATCH requests</legend>
            <label><input type="radio" name="dialect" value="Default" checked> Entra’s default</label>
            <label><input type="radio" name="dialect" value="AadOptscim062020"> <code>aadOptscim062020</code> in the tenant URL</label>
            </fieldset>
            <p class="actions"><button name="step" value="cycle">Run a cycle</button></p>
            </form>
            <h2>Users</h2>
            {users}
            <h2>The last cycle</h2>
            {(
                provisioning.LastCycle.Count == 0
                    ? (Html)$"<p id=\"none\">No requests: no cycle has run yet, or nothing has changed.</p>"
                    : (Html)$"<ol id=\"log\">{log}</ol>"
            )}
            <details>
            <summary>Admin credentials</summary>
            {CredentialsForm(root)}
            </details>
            <p><a href="{root}/myapps">My Apps</a></p>
            """
        );
    }

    private static Html CredentialsForm(string root) =>
        $"""
            <form method="post" action="{root}/provisioning" autocomplete="off">
            <label>Tenant URL <input type="url" name="url" required maxlength="2000"></label>
            <label>Secret token <input type="password" name="token" required maxlength="2000" autocomplete="off"></label>
            <p class="actions"><button name="step" value="credentials">Use these credentials</button></p>
            </form>
            """;

    private static string State(SandboxAssignment assignment) =>
        assignment switch
        {
            SandboxAssignment.Disabled => "disabled",
            SandboxAssignment.Deleted => "deleted permanently",
            _ => "assigned",
        };
}
