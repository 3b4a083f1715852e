using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps what an application offers besides the protocol's endpoints.</summary>
public static class SamlSpEndpointRouteBuilderExtensions
{
    /// <summary>Whoever may get may ask for the head alone (RFC 9110 9.1), as monitors do.</summary>
    internal static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>
    /// Maps <c>/login</c>, <c>/logout</c>, <c>/session</c>, and <c>/session/authorize</c> and <c>/session/token</c>, which give API tokens.
    /// </summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="scheme">The scheme that signs people in; null for the first one.</param>
    public static IEndpointRouteBuilder MapSamlSp(this IEndpointRouteBuilder endpoints, string? scheme = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var served = SamlSpSchemes.In(endpoints.ServiceProvider).Get(scheme);
        endpoints.MapMethods(
            "/login",
            Reading,
            async (HttpContext context) =>
            {
                var handler = await HandlerAsync(context, served.Name);
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
                var handler = await HandlerAsync(context, served.Name);
                await handler.LeaveAsync();
            }
        );
        endpoints.MapMethods(
            "/session",
            Reading,
            async (HttpContext context) =>
            {
                var by = BearerTokenHandler.IsPresent(context.Request) ? SamlSpDefaults.BearerScheme : served.Name;
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
            (HttpContext context, SignInTraceEndpoint endpoint, string reference) => endpoint.HandleAsync(context, served, reference)
        );
        endpoints.MapGet(AuthorizeEndpoint.Path, (HttpContext context, AuthorizeEndpoint endpoint) => endpoint.AskAsync(context, served));
        endpoints.MapPost(
            AuthorizeEndpoint.Path,
            (HttpContext context, AuthorizeEndpoint endpoint) => endpoint.AnswerAsync(context, served.Options)
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
