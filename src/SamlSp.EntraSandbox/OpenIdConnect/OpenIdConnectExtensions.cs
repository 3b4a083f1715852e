using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SamlSp.EntraSandbox;

/// <summary>Adds and maps the tenant's OpenID Connect endpoints.</summary>
internal static class OpenIdConnectExtensions
{
    public static void AddOpenIdProvider(this IServiceCollection services)
    {
        services.TryAddSingleton<OpenIdRequestReader>();
        services.TryAddSingleton<OpenIdCodes>();
        services.TryAddSingleton<IdTokenWriter>();
        services.TryAddSingleton<ClientProof>();
        services.TryAddSingleton<PushedRequests>();
        services.TryAddSingleton<OpenIdUserInfo>();
        services.TryAddSingleton<OpenIdLogout>();
        services.TryAddSingleton<GraphAccessTokens>();
        services.TryAddSingleton<OpenIdTokens>();
        services.TryAddSingleton<GraphEndpoint>();
        services.TryAddSingleton<OpenIdPages>();
        services.TryAddSingleton<OpenIdEndpoint>();
    }

    /// <param name="directory">What is below the tenant.</param>
    /// <param name="by">A handler of the tenant's endpoint.</param>
    /// <param name="form">Bounds a form.</param>
    /// <param name="ownPage">Keeps other sites from sending a form of the sandbox's own.</param>
    public static void MapOpenIdProvider(
        this RouteGroupBuilder directory,
        Func<Func<OpenIdEndpoint, HttpContext, Task>, Delegate> by,
        Func<RouteHandlerBuilder, RouteHandlerBuilder> form,
        Func<EndpointFilterInvocationContext, EndpointFilterDelegate, ValueTask<object?>> ownPage
    )
    {
        directory.MapGet("/v2.0/.well-known/openid-configuration", by((openId, context) => openId.DiscoverAsync(context)));
        directory.MapGet("/discovery/v2.0/keys", by((openId, context) => openId.KeysAsync(context)));
        directory.MapGet("/oauth2/v2.0/authorize", by((openId, context) => openId.AuthorizeAsync(context)));
        form(directory.MapPost("/oauth2/v2.0/login", by((openId, context) => openId.PickAsync(context)))).AddEndpointFilter(ownPage);
        form(directory.MapPost("/oauth2/v2.0/token", by((openId, context) => openId.TokenAsync(context))));
        form(directory.MapPost("/oauth2/v2.0/par", by((openId, context) => openId.PushAsync(context))));
        directory.MapGet("/openid/userinfo", by((openId, context) => openId.UserInfoAsync(context)));
        directory.MapGet("/oauth2/v2.0/logout", by((openId, context) => openId.LogoutAsync(context)));
    }
}
