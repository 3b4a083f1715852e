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
    /// Maps the endpoints of all tenants, each below its <see cref="EntraSandboxOptions.Path"/>. They need no authorization, whatever the
    /// application's default is.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    public static IEndpointRouteBuilder MapEntraSandbox(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        MapTenant(endpoints, endpoints.ServiceProvider);
        foreach (var further in endpoints.ServiceProvider.GetServices<FurtherTenant>())
        {
            MapTenant(endpoints, further.Services);
        }

        return endpoints;
    }

    private static void MapTenant(IEndpointRouteBuilder endpoints, IServiceProvider services)
    {
        var tenant = services.GetRequiredService<EntraSandboxTenant>();
        var group = endpoints.MapGroup(tenant.Options.Path).AllowAnonymous();
        group.MapGet("/", By<Page>((page, context) => RedirectAsync(context, page.Root(context) + "/myapps")));
        group.MapGet("/myapps", By<MyAppsPage>((page, context) => page.WriteAsync(context)));
        group.MapGet("/launch", By<SignInEndpoint>((signIn, context) => signIn.StartFromTileAsync(context)));
        group.MapGet(
            "/switch",
            By<SignInPage>(
                (page, context) => page.WriteAsync(context, null, services.GetRequiredService<SandboxSessions>().Find(context)?.User)
            )
        );
        group.MapPost("/keys", By<Page>((page, context) => RollAsync(context, tenant, page))).Limited().AddEndpointFilter(RefuseOtherSites);
        group.MapGet("/provisioning", By<ProvisioningPage>((page, context) => page.WriteAsync(context)));
        group
            .MapPost("/provisioning", By<ProvisioningEndpoint>((endpoint, context) => endpoint.HandleAsync(context)))
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

        group.MapGraph(By<GraphEndpoint>, Limited);

        var directory = group.MapGroup("/{tenant}").AddEndpointFilter(RefuseOtherTenants);
        directory.MapGet(
            "/federationmetadata/2007-06/federationmetadata.xml",
            (HttpContext context) => WriteMetadataAsync(context, tenant)
        );
        directory.MapGet("/saml2", By<SamlEndpoint>((saml, context) => saml.GetAsync(context)));
        directory.MapPost("/saml2", By<SamlEndpoint>((saml, context) => saml.PostAsync(context))).Limited();
        directory
            .MapPost("/login", By<SignInEndpoint>((signIn, context) => signIn.PickAsync(context)))
            .Limited()
            .AddEndpointFilter(RefuseOtherSites);
        directory.MapGet("/signout", By<SignOutEndpoint>((signOut, context) => signOut.AskAsync(context)));
        directory
            .MapPost("/signout", By<SignOutEndpoint>((signOut, context) => signOut.SignOutAsync(context)))
            .Limited()
            .AddEndpointFilter(RefuseOtherSites);
        directory.MapOpenIdProvider(By<OpenIdEndpoint>, Limited, RefuseOtherSites);

        // Each tenant has services of its own, so that they are not parameters of the handlers.
        Delegate By<T>(Func<T, HttpContext, Task> handle)
            where T : notnull
        {
            Func<HttpContext, Task> handler = context => handle(services.GetRequiredService<T>(), context);
            return handler;
        }

        async ValueTask<object?> RefuseOtherTenants(EndpointFilterInvocationContext invocation, EndpointFilterDelegate next)
        {
            var context = invocation.HttpContext;
            var named = context.Request.RouteValues["tenant"]?.ToString();
            if (tenant.IsNamed(named))
            {
                return await next(invocation);
            }

            await services.GetRequiredService<Page>().WriteErrorAsync(context, AadStsError.UnknownTenant(named));
            return Results.Empty;
        }
    }

    private static Task RedirectAsync(HttpContext context, string location)
    {
        context.Response.Redirect(location);
        return Task.CompletedTask;
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
