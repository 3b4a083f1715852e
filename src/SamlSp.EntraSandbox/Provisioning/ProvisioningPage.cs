using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Who is assigned, a button for each change, a button for a cycle, and what the last one did.</summary>
internal sealed class ProvisioningPage(EntraSandboxTenant tenant, SandboxProvisioning provisioning, Page page)
{
    public Task WriteAsync(HttpContext context)
    {
        var root = page.Root(context);
        var app = tenant.Options.ServiceProviders.FirstOrDefault(p => p.ProvisioningUrl is not null);
        if (app is null)
        {
            return page.WriteAsync(
                context,
                StatusCodes.Status200OK,
                "Provisioning",
                $"<p>No app of the tenant has provisioning set up.</p><p><a href=\"{root}/myapps\">My Apps</a></p>"
            );
        }

        var people = tenant.Users.Select(user =>
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
                        $"<button class=\"quiet\" name=\"step\" value=\"delete\">Delete for good</button>"
                    )}
                    </p>
                    </form>
                    </div>
                    """
        );
        var log = provisioning.LastCycle.Select(step =>
            (Html)
                $"<li>{step.Who}: <code>{step.Method} {step.Path}</code> {(step.Status == 0 ? "no answer" : step.Status.ToString(System.Globalization.CultureInfo.InvariantCulture))}{Html.If(step.Detail is not null, $" <span class=\"error\">{step.Detail}</span>")}</li>"
        );
        return page.WriteAsync(
            context,
            StatusCodes.Status200OK,
            "Provisioning",
            $"""
            <p>Users and groups go to <strong>{app.Title}</strong> at <code>{app.ProvisioningUrl}</code>. At Entra a cycle runs every 40 minutes; here it runs when you say so.</p>
            <form method="post" action="{root}/provisioning">
            <fieldset>
            <legend>How changes are written</legend>
            <label><input type="radio" name="dialect" value="Default" checked> As Entra does by default</label>
            <label><input type="radio" name="dialect" value="AadOptscim062020"> As with <code>aadOptscim062020</code> in the tenant URL</label>
            </fieldset>
            <p class="actions"><button name="step" value="cycle">Run a cycle</button></p>
            </form>
            <h2>Users</h2>
            {people}
            <h2>The last cycle</h2>
            {(
                provisioning.LastCycle.Count == 0
                    ? (Html)$"<p id=\"none\">Nothing was sent yet, or nothing had changed.</p>"
                    : (Html)$"<ol id=\"log\">{log}</ol>"
            )}
            <p><a href="{root}/myapps">My Apps</a></p>
            """
        );
    }

    private static string State(SandboxAssignment assignment) =>
        assignment switch
        {
            SandboxAssignment.Disabled => "disabled",
            SandboxAssignment.Deleted => "deleted for good",
            _ => "assigned",
        };
}
