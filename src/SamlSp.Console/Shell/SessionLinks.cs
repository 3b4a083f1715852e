using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>Where the pages lead to sign in and out: to the application's paths (<see cref="SamlSpOptions.Paths"/>), or below the module
/// path, where the same is always to be had.</summary>
internal static class SessionLinks
{
    /// <summary>To sign in.</summary>
    public static string SignIn(HttpContext context) => Link(context, options => options.Paths.Login, "/SignIn");

    /// <summary>To sign out.</summary>
    public static string SignOut(HttpContext context) => Link(context, options => options.Paths.Logout, "/Logout");

    private static string Link(HttpContext context, Func<SamlSpOptions, string?> find, string otherwise)
    {
        var options = context.RequestServices.GetRequiredService<SamlSpSchemes>().Default.Options;
        return context.Request.PathBase + (find(options) is { Length: > 0 } path ? path : options.ModulePath + otherwise);
    }
}
