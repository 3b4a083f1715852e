using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>
/// An application with a cookie of its own beside SamlSp, and an external cookie in between, as ASP.NET Core Identity has them.
/// </summary>
internal static class ExternalApp
{
    public const string Own = "Own";
    public const string External = "External";

    /// <summary>Starts it.</summary>
    /// <param name="isBound">Whether the own cookie is bound to the session.</param>
    /// <param name="configure">Changes the options.</param>
    /// <param name="services">Adds services.</param>
    public static Task<TestApp> StartAsync(
        bool isBound = true,
        Action<SamlSpOptions>? configure = null,
        Action<IServiceCollection>? services = null
    ) =>
        TestApp.StartAsync(
            configure,
            all =>
            {
                AddCookies(all);
                if (isBound)
                {
                    all.AddSamlSpSessionBinding(Own);
                }

                services?.Invoke(all);
            },
            Map
        );

    public static void AddCookies(IServiceCollection services) =>
        services
            .AddAuthentication(options =>
            {
                options.DefaultScheme = Own;
                options.DefaultSignInScheme = External;
            })
            .AddCookie(Own, cookie => cookie.Events.OnValidatePrincipal = Note)
            .AddCookie(External, cookie => cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5));

    /// <summary>The endpoints that a login page and its callback are.</summary>
    public static void Map(WebApplication app)
    {
        // What stands in the query is an item of the challenge.
        app.MapGet(
            "/external/{scheme}",
            (HttpContext context, string scheme) =>
            {
                var properties = new AuthenticationProperties { RedirectUri = "/callback?page=" + context.Request.Query["page"] };
                foreach (var (key, value) in context.Request.Query)
                {
                    properties.Items[key] = value;
                }

                return Results.Challenge(properties, [scheme]);
            }
        );

        // The ticket of the external cookie, for the test to read.
        app.MapGet(
            "/callback",
            async (HttpContext context) =>
            {
                var result = await context.AuthenticateAsync(External);
                return Results.Json(
                    new ExternalTicket(
                        result.Succeeded,
                        result.Principal?.FindFirstValue(ClaimTypes.NameIdentifier),
                        result.Principal?.Claims.Select(claim => claim.Type).ToArray() ?? [],
                        result.Properties?.Items.ToDictionary() ?? []
                    )
                );
            }
        );

        // The sign-in to the application's own cookie, with a principal of the application.
        app.MapGet(
            "/accept/{user}",
            async (HttpContext context, string user) =>
            {
                var result = await context.AuthenticateAsync(External);
                await context.SignOutAsync(External);
                await SignInAsync(context, user, ("provider", result.Properties!.Items["LoginProvider"]!));
            }
        );
        app.MapGet("/password/{user}", (HttpContext context, string user) => SignInAsync(context, user, ("amr", "pwd")));
        app.MapGet(
            "/second-factor/{user}/{provider}",
            (HttpContext context, string user, string provider) => SignInAsync(context, user, (ClaimTypes.AuthenticationMethod, provider))
        );
        app.MapGet("/own/open", context => Task.Delay(Timeout.Infinite, context.RequestAborted))
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddAuthenticationSchemes(Own));
        app.MapGet("/leave", (HttpContext context) => context.SignOutAsync(Own));
        app.MapGet("/leave/everywhere", () => Results.SignOut(new() { RedirectUri = "/" }, [Own, SamlSpDefaults.AuthenticationScheme]));
        app.MapGet(
                "/own",
                async (HttpContext context) =>
                {
                    var own = await context.AuthenticateAsync(Own);
                    return $"{context.User.Identity!.Name} {own.Properties!.ExpiresUtc:u} {context.GetSamlSpSession()?.NameId}"
                        + (context.User.HasClaim(SessionClaimTypes.SessionId, context.GetSamlSpSession()?.Id ?? "") ? " tied" : "");
                }
            )
            .RequireAuthorization(policy => policy.RequireAuthenticatedUser().AddAuthenticationSchemes(Own));
    }

    /// <summary>Signs in at the identity provider by the application's challenge, and stops at its callback.</summary>
    public static async Task<HttpResponseMessage> SignInAsync(TestBrowser browser, MutableTimeProvider clock, Func<TestIdp, TestIdp> who)
    {
        using var answer = await browser.SignInAsync(who, "/external/Saml2");
        Assert.Equal(System.Net.HttpStatusCode.SeeOther, answer.StatusCode);
        return await browser.GetAsync(answer.Headers.Location!.OriginalString);
    }

    /// <summary>The application's own event, which goes on under the binding.</summary>
    private static Task Note(CookieValidatePrincipalContext context)
    {
        context.HttpContext.Response.Headers["X-Own-Event"] = "called";
        return Task.CompletedTask;
    }

    private static async Task SignInAsync(HttpContext context, string user, (string Type, string Value) claim)
    {
        var identity = new ClaimsIdentity(
            [new(ClaimTypes.NameIdentifier, "id of " + user), new(ClaimTypes.Name, user), new(claim.Type, claim.Value)],
            "Application"
        );
        await context.SignInAsync(Own, new(identity));
    }
}
