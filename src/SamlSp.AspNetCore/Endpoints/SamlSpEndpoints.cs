using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>Maps what an application offers besides the protocol's endpoints.</summary>
public static class SamlSpEndpoints
{
    /// <summary>Maps <c>/login</c>, <c>/logout</c> and <c>/session</c>.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme that signs people in.</param>
    public static IEndpointRouteBuilder MapSamlSp(this IEndpointRouteBuilder endpoints, string scheme = SamlSpDefaults.AuthenticationScheme)
    {
        endpoints.MapGet("/login", async (HttpContext context) =>
        {
            var handler = await HandlerAsync(context, scheme);
            var returnUrl = ReturnUrl.Local(context.Request.Query["ReturnUrl"], handler.Options.BaseUrl!);
            var reauthenticate = string.Equals(context.Request.Query["reauthenticate"], "true", StringComparison.OrdinalIgnoreCase);
            if (context.Request.Query["identifier"].ToString().Trim() is { Length: > 0 } identifier) await handler.IdentifyAsync(identifier, returnUrl, reauthenticate);
            else await LoginPage.WriteAsync(context, handler.Options, returnUrl, reauthenticate);
        });
        endpoints.MapGet("/logout", async (HttpContext context) =>
        {
            var handler = await HandlerAsync(context, scheme);
            var returnUrl = ReturnUrl.Local(context.Request.Query["ReturnUrl"], handler.Options.BaseUrl!, otherwise: "");
            if (context.Request.Headers["Sec-Fetch-Site"] == "cross-site") await SignedOutPage.ConfirmAsync(context, handler.Options, returnUrl);
            else await handler.SignOutAsync(new() { RedirectUri = returnUrl });
        });
        endpoints.MapGet("/session", async (HttpContext context) =>
        {
            await context.AuthenticateAsync(scheme);
            if (context.GetSamlSpSession() is not { } session)
            {
                await context.ChallengeAsync(scheme);
                return;
            }

            Page.SetHeaders(context.Response);
            await context.Response.WriteAsJsonAsync(SessionDescription.Of(session), context.RequestAborted);
        });
        return endpoints;
    }

    private static async Task<SamlSpHandler> HandlerAsync(HttpContext context, string scheme) =>
        (SamlSpHandler)(await context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, scheme)
            ?? throw new InvalidOperationException($"There is no SamlSp scheme {scheme}: call AddSamlSp."));
}
