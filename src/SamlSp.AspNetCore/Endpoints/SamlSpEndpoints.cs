using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.AspNetCore;

/// <summary>Maps what an application offers besides the protocol's endpoints.</summary>
public static class SamlSpEndpoints
{
    /// <summary>Whoever may get may ask for the head alone (RFC 9110 9.1), as monitors do.</summary>
    internal static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps <c>/login</c>, <c>/logout</c>, <c>/session</c>, and <c>/session/authorize</c> and <c>/session/token</c>, which give API tokens.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme that signs people in.</param>
    public static IEndpointRouteBuilder MapSamlSp(this IEndpointRouteBuilder endpoints, string scheme = SamlSpDefaults.AuthenticationScheme)
    {
        endpoints.MapMethods(
            "/login",
            Reading,
            async (HttpContext context) =>
            {
                var handler = await HandlerAsync(context, scheme);
                var returnUrl = ReturnUrl.Local(context.Request.Query["ReturnUrl"], handler.Options.BaseUrl!);
                var reauthenticate = string.Equals(context.Request.Query["reauthenticate"], "true", StringComparison.OrdinalIgnoreCase);
                if (context.Request.Query["identifier"].ToString().Trim() is { Length: > 0 } identifier)
                {
                    await handler.IdentifyAsync(identifier, returnUrl, reauthenticate);
                }
                else
                {
                    await LoginPage.WriteAsync(context, handler.Options, returnUrl, reauthenticate);
                }
            }
        );
        endpoints.MapGet(
            "/logout",
            async (HttpContext context) =>
            {
                var handler = await HandlerAsync(context, scheme);
                await handler.LeaveAsync();
            }
        );
        endpoints.MapMethods(
            "/session",
            Reading,
            async (HttpContext context) =>
            {
                var by = BearerTokenHandler.IsPresent(context.Request) ? SamlSpDefaults.BearerScheme : scheme;
                var result = await context.AuthenticateAsync(by);
                if (!result.Succeeded || context.GetSamlSpSession() is not { } session)
                {
                    await context.ChallengeAsync(by);
                    return;
                }

                Page.SetHeaders(context.Response);
                await context.Response.WriteAsJsonAsync(SessionDescription.Of(session), context.RequestAborted);
            }
        );
        endpoints.MapGet(
            SignInTraceEndpoint.Path,
            async (HttpContext context, SignInTraceEndpoint endpoint, string reference) =>
                await endpoint.HandleAsync(
                    context,
                    (await HandlerAsync(context, scheme)).Options,
                    context.RequestServices.GetRequiredKeyedService<ServiceProviderKeys>(scheme),
                    scheme,
                    reference
                )
        );
        endpoints.MapGet(
            AuthorizeEndpoint.Path,
            async (HttpContext context, AuthorizeEndpoint endpoint) =>
                await endpoint.AskAsync(context, (await HandlerAsync(context, scheme)).Options, scheme)
        );
        endpoints.MapPost(
            AuthorizeEndpoint.Path,
            async (HttpContext context, AuthorizeEndpoint endpoint) =>
                await endpoint.AnswerAsync(context, (await HandlerAsync(context, scheme)).Options)
        );
        endpoints.MapPost(TokenEndpoint.Path, (HttpContext context, TokenEndpoint endpoint) => endpoint.HandleAsync(context));
        return endpoints;
    }

    private static async Task<SamlSpHandler> HandlerAsync(HttpContext context, string scheme) =>
        (SamlSpHandler)(
            await context.RequestServices.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, scheme)
            ?? throw new InvalidOperationException($"There is no SamlSp scheme {scheme}: call AddSamlSp.")
        );
}
