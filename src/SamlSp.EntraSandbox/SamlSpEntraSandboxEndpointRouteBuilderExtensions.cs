using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SamlSp;
using SamlSp.EntraSandbox;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the endpoints of the stand-in tenant.</summary>
public static class SamlSpEntraSandboxEndpointRouteBuilderExtensions
{
    private const int MaxFormSize = 1024 * 1024;

    /// <summary>
    /// Maps the tenant's endpoints below <see cref="EntraSandboxOptions.Path"/>. They need no authorization, whatever the application's
    /// default is.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    public static IEndpointRouteBuilder MapEntraSandbox(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var tenant = endpoints.ServiceProvider.GetRequiredService<EntraSandboxTenant>();
        var group = endpoints.MapGroup(tenant.Options.Path).AllowAnonymous();
        group.MapGet("/", static (HttpContext context, Page page) => context.Response.Redirect(page.Root(context) + "/myapps"));
        group.MapGet("/myapps", static (HttpContext context, MyAppsPage page) => page.WriteAsync(context));
        group.MapGet("/launch", static (HttpContext context, SignInEndpoint signIn) => signIn.StartFromTileAsync(context));
        group.MapGet(
            "/switch",
            static (HttpContext context, SignInPage page, SandboxSessions sessions) =>
                page.WriteAsync(context, null, sessions.Find(context)?.User)
        );
        group
            .MapPost("/keys", (HttpContext context, Page page) => RollAsync(context, tenant, page))
            .Limited()
            .AddEndpointFilter(RefuseOtherSites);
        group.MapGet("/provisioning", static (HttpContext context, ProvisioningPage page) => page.WriteAsync(context));
        group
            .MapPost("/provisioning", static (HttpContext context, ProvisioningEndpoint endpoint) => endpoint.HandleAsync(context))
            .Limited()
            .AddEndpointFilter(RefuseOtherSites);
        group.MapGet(
            "/sandbox.css",
            static (HttpContext context) => PageAsset.WriteAsync(context, "sandbox.css", "text/css; charset=utf-8")
        );
        group.MapGet(
            "/sandbox.js",
            static (HttpContext context) => PageAsset.WriteAsync(context, "sandbox.js", "text/javascript; charset=utf-8")
        );

        var directory = group.MapGroup("/{tenant}").AddEndpointFilter(RefuseOtherTenants);
        directory.MapGet(
            "/federationmetadata/2007-06/federationmetadata.xml",
            (HttpContext context) => WriteMetadataAsync(context, tenant)
        );
        directory.MapGet("/saml2", static (HttpContext context, SamlEndpoint saml) => saml.GetAsync(context));
        directory.MapPost("/saml2", static (HttpContext context, SamlEndpoint saml) => saml.PostAsync(context)).Limited();
        directory
            .MapPost("/login", static (HttpContext context, SignInEndpoint signIn) => signIn.PickAsync(context))
            .Limited()
            .AddEndpointFilter(RefuseOtherSites);
        directory.MapGet("/signout", static (HttpContext context, SignOutEndpoint signOut) => signOut.AskAsync(context));
        directory
            .MapPost("/signout", static (HttpContext context, SignOutEndpoint signOut) => signOut.SignOutAsync(context))
            .Limited()
            .AddEndpointFilter(RefuseOtherSites);
        directory.MapOpenIdProvider(Limited, RefuseOtherSites);
        return endpoints;
    }

    private static RouteHandlerBuilder Limited(this RouteHandlerBuilder endpoint) =>
        endpoint.WithMetadata(new Microsoft.AspNetCore.Mvc.RequestSizeLimitAttribute(MaxFormSize)).DisableAntiforgery();

    private static async Task WriteMetadataAsync(HttpContext context, EntraSandboxTenant tenant)
    {
        context.Response.ContentType = "application/samlmetadata+xml; charset=utf-8";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.Body.WriteAsync(tenant.Metadata, context.RequestAborted);
    }

    private static async Task RollAsync(HttpContext context, EntraSandboxTenant tenant, Page page)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        Action? step = form["step"].ToString() switch
        {
            "publish" => tenant.PublishNewKey,
            "activate" => tenant.ActivateNewestKey,
            "retire" => tenant.RetireInactiveKeys,
            _ => null,
        };
        step?.Invoke();
        context.Response.StatusCode = step is null ? StatusCodes.Status400BadRequest : StatusCodes.Status303SeeOther;
        if (step is not null)
        {
            context.Response.Headers.Location = page.Root(context) + "/myapps";
        }
    }

    private static async ValueTask<object?> RefuseOtherTenants(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        var context = invocation.HttpContext;
        var named = context.Request.RouteValues["tenant"]?.ToString();
        if (context.RequestServices.GetRequiredService<EntraSandboxTenant>().IsNamed(named))
        {
            return await next(invocation);
        }

        await context.RequestServices.GetRequiredService<Page>().WriteErrorAsync(context, AadStsError.UnknownTenant(named));
        return Results.Empty;
    }

    /// <summary>
    /// What a page of the sandbox posts comes from a page of the sandbox: no other site signs a developer's browser in or out.
    /// </summary>
    private static async ValueTask<object?> RefuseOtherSites(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
    {
        if (invocation.HttpContext.Request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none")
        {
            return await next(invocation);
        }

        return Results.StatusCode(StatusCodes.Status403Forbidden);
    }
}
