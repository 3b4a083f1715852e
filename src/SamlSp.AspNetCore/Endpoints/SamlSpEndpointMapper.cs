using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>Maps the endpoints of a scheme. Each takes its service from the request's services, and the request with its scheme.</summary>
internal sealed class SamlSpEndpointMapper(IEndpointRouteBuilder endpoints, SamlSpScheme scheme)
{
    private static readonly string[] Get = [HttpMethods.Get];
    private static readonly string[] Post = [HttpMethods.Post];

    /// <summary>Whoever may GET may ask for the head alone (RFC 9110 9.1), as monitors do.</summary>
    private static readonly string[] Read = [HttpMethods.Get, HttpMethods.Head];

    public SamlSpScheme Scheme => scheme;

    /// <summary>The endpoints of the protocols.</summary>
    /// <param name="isDefault">Whether this is the first scheme, which OpenID Connect connections belong to.</param>
    public void MapProtocol(bool isDefault)
    {
        MapIfSet(scheme.Options.ModulePath, MapModule);
        if (isDefault)
        {
            Limit(Map<OpenIdCallbackEndpoint>(SamlSpDefaults.OpenIdCallbackPath, Get, (callback, sp) => callback.HandleAsync(sp)));
            RefuseOtherMethods(SamlSpDefaults.OpenIdCallbackPath, "GET");
            MapOpenIdLogout();
            Map(SamlSpDefaults.OpenIdKeysPath, Read, OpenIdClientKeys.WriteAsync);
        }
    }

    /// <summary>Logout by OpenID Connect identity providers.</summary>
    private void MapOpenIdLogout()
    {
        const string Back = SamlSpDefaults.OpenIdBackchannelLogoutPath;
        const string Front = SamlSpDefaults.OpenIdFrontchannelLogoutPath;
        Limit(Map<BackchannelLogoutEndpoint>(Back, Post, (logout, sp) => Bounded(sp) ? logout.HandleAsync(sp) : RefuseTooLargeAsync(sp)));
        RefuseOtherMethods(Back, "POST");
        foreach (var path in new[] { Front, $"{Front}/{{{FrontchannelLogoutEndpoint.Organization}}}" })
        {
            Limit(Map<FrontchannelLogoutEndpoint>(path, Get, (logout, sp) => logout.HandleAsync(sp)));
            RefuseOtherMethods(path, "GET");
        }
    }

    /// <summary>Sign-in, sign-out and API tokens by addresses that do not depend on the scheme.</summary>
    public void MapSession()
    {
        var paths = scheme.Options.Paths;
        MapIfSet(paths.Login, path => Limit(Map<SignInEndpoint>(path, Read, (signIn, sp) => signIn.LoginAsync(sp))));
        MapIfSet(paths.Logout, path => Limit(Map<LogoutStarter>(path, Get, (logout, sp) => logout.AskOrStartAsync(sp))));
        MapIfSet(paths.Session, path => Map(path, Read, WriteSessionAsync));
        Map<SignInTraceEndpoint>(SignInTraceEndpoint.Path, Get, (traces, sp) => traces.HandleAsync(sp));
        Limit(Map<AuthorizeEndpoint>(AuthorizeEndpoint.Path, Get, (authorize, sp) => authorize.AskAsync(sp)));
        Limit(Map<AuthorizeEndpoint>(AuthorizeEndpoint.Path, Post, (authorize, sp) => authorize.AnswerAsync(sp)));
        Limit(Map<TokenEndpoint>(TokenEndpoint.Path, Post, (tokens, sp) => tokens.HandleAsync(sp.Http)));
    }

    /// <summary>Gateway mode.</summary>
    public void MapGateway()
    {
        Map<GatewayEndpoint>(GatewayEndpoint.Path, Read, (gateway, sp) => gateway.JudgeAsync(sp));
        Limit(Map<GatewayHandover>(GatewayHandover.ReturnPath, Get, (handover, sp) => handover.ReturnAsync(sp)));
        Limit(Map<GatewayHandover>(GatewayHandover.LandingPath, Get, (handover, sp) => handover.LandAsync(sp)));
        Map(GatewayKeys.Path, Read, GatewayKeys.WriteAsync);
    }

    private void MapModule(string module)
    {
        Limit(Map<MetadataPublisher>(module, Read, (publisher, sp) => publisher.WriteAsync(sp)));
        Limit(Map<SignInEndpoint>(module + "/SignIn", Get, (signIn, sp) => signIn.HandleAsync(sp)));
        Limit(Map<ReturnUrls>(module + ReturnUrls.Path + "{id}", Get, (returnUrls, sp) => returnUrls.HandleAsync(sp)));
        Limit(Map<TrialSignInRunner>(module + "/Test", Get, (trials, sp) => trials.StartAsync(sp)));
        Limit(Map<AcsEndpoint>(module + "/Acs", Post, (acs, sp) => Bounded(sp) ? acs.HandleAsync(sp) : RefuseTooLargeAsync(sp)));
        Limit(
            Map<LogoutEndpoint>(
                module + "/Logout",
                [HttpMethods.Get, HttpMethods.Post],
                (logout, sp) => Bounded(sp) ? logout.HandleAsync(sp) : RefuseTooLargeAsync(sp)
            )
        );
        Limit(Map(module + IdentityProviderErrorPage.Path, Get, IdentityProviderErrorPage.WriteAsync));
        Map(module + "/pages.css", Read, sp => PageAsset.WriteAsync(sp.Http, "pages.css", "text/css; charset=utf-8"));
        Map(module + "/post.js", Read, sp => PageAsset.WriteAsync(sp.Http, "post.js", "text/javascript; charset=utf-8"));
        RefuseOtherMethods(module, "GET");
        RefuseOtherMethods(module + "/SignIn", "GET");
        RefuseOtherMethods(module + "/Acs", "POST");
        RefuseOtherMethods(module + "/Logout", "GET, POST");
    }

    private async Task WriteSessionAsync(SamlSpContext sp)
    {
        var by = BearerTokenHandler.IsPresent(sp.Request) ? SamlSpDefaults.BearerScheme : scheme.Name;
        var result = await sp.Http.AuthenticateAsync(by);
        if (!result.Succeeded || sp.Http.GetSamlSpSession() is not { } session)
        {
            await sp.Http.ChallengeAsync(by);
            return;
        }

        Page.SetHeaders(sp.Response);
        await sp.Response.WriteAsJsonAsync(SessionDescription.From(session), sp.Aborted);
    }

    private IEndpointConventionBuilder Map<TService>(string path, string[] methods, Func<TService, SamlSpContext, Task> handle)
        where TService : notnull => Map(path, methods, sp => handle(sp.Http.RequestServices.GetRequiredService<TService>(), sp));

    private IEndpointConventionBuilder Map(string path, string[] methods, Func<SamlSpContext, Task> handle) =>
        endpoints
            .MapMethods(
                path,
                methods,
                context =>
                {
                    // A sign-in or sign-out ends the session of its own request, and has to answer.
                    OpenRequest.Find(context.Features)?.Release();
                    return handle(new(context, scheme));
                }
            )
            .AllowAnonymous()
            .DisableAntiforgery()
            .WithMetadata(new SamlSpEndpointKey(KeyOf(path)));

    /// <summary>Maps what has a path. A wrong one is refused by the start, with all other settings that are wrong.</summary>
    private static void MapIfSet(string? path, Action<string> map)
    {
        if (path is not null && SamlSpOptionsValidator.IsModulePath(path))
        {
            map(path);
        }
    }

    /// <summary>The setting that moves an endpoint; for one that stays where it is, the call that maps it.</summary>
    private string KeyOf(string path) =>
        scheme.Options.Paths.Set().FirstOrDefault(set => set.Path == path).Name is { } name ? $"SamlSp:Paths:{name}"
        : path.StartsWith(scheme.Options.ModulePath, StringComparison.Ordinal) ? "SamlSp:ModulePath"
        : "app.MapSamlSp()";

    private static void Limit(IEndpointConventionBuilder endpoint) => endpoint.RequireRateLimiting(SamlSpDefaults.SignInRateLimit);

    /// <summary>
    /// What other methods are answered with: the page of every refusal, and not the empty answer of routing. An endpoint with the method
    /// itself comes first.
    /// </summary>
    private void RefuseOtherMethods(string path, string allowed) =>
        Limit(
            endpoints
                .Map(path, context => RefuseMethodAsync(new(context, scheme), allowed))
                .AllowAnonymous()
                .DisableAntiforgery()
                .WithMetadata(new SamlSpEndpointKey(KeyOf(path)))
                .ExcludeFromDescription()
        );

    private static bool Bounded(SamlSpContext sp) => !(sp.Request.ContentLength > MessageForm.MaxBodySize);

    private static Task RefuseTooLargeAsync(SamlSpContext sp) =>
        RefuseAsync(sp, RefusalCodes.TooLarge, "The body is larger than the limit.", StatusCodes.Status413PayloadTooLarge);

    private static Task RefuseMethodAsync(SamlSpContext sp, string allowed)
    {
        if (!Bounded(sp))
        {
            return RefuseTooLargeAsync(sp);
        }

        sp.Response.Headers.Allow = allowed;
        return RefuseAsync(sp, RefusalCodes.Malformed, "The method is not one of this endpoint.", StatusCodes.Status405MethodNotAllowed);
    }

    private static Task RefuseAsync(SamlSpContext sp, string code, string reason, int status) =>
        sp.Http.RequestServices.GetRequiredService<RefusalResponder>().AnswerAsync(sp, SignInOutcome.Refused(code, reason), status);
}
