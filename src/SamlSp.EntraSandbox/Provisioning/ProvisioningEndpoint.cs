using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>Takes the buttons of the page, and the same from the command line: there it answers with the log as JSON.</summary>
internal sealed class ProvisioningEndpoint(SandboxProvisioning provisioning, Page page)
{
    public async Task HandleAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var step = form["step"].ToString();
        if (step == "credentials" && SandboxAdminCredentials.Read(form["url"], form["token"]) is { } credentials)
        {
            await provisioning.EnterAsync(credentials, context.RequestAborted);
            SeePage(context);
            return;
        }

        var done = step switch
        {
            "disable" => provisioning.Assign(form["user"].ToString(), SandboxAssignment.Disabled),
            "restore" => provisioning.Assign(form["user"].ToString(), SandboxAssignment.Assigned),
            "delete" => provisioning.Assign(form["user"].ToString(), SandboxAssignment.Deleted),
            "cycle" => true,
            _ => false,
        };
        if (!done)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        // A change at the tenant would wait for the next cycle, as at Entra; a developer does not.
        var dialect =
            Enum.TryParse<ProvisioningDialect>(form["dialect"], ignoreCase: true, out var chosen) && Enum.IsDefined(chosen)
                ? chosen
                : ProvisioningDialect.Default;
        var log = await provisioning.RunCycleAsync(dialect, context.RequestAborted);
        if (context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.OrdinalIgnoreCase))
        {
            await context.Response.WriteAsJsonAsync(log, context.RequestAborted);
            return;
        }

        SeePage(context);
    }

    private void SeePage(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = page.Root(context) + "/provisioning";
    }
}
