using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;

namespace SamlSp.Console;

/// <summary>Adds the pages for people: the console at <c>/console</c>, and the start page.</summary>
public static class SamlSpConsoleExtensions
{
    private const string Policy = "SamlSp.Console";

    /// <summary>Registers what the pages need. They stand on the stores of SamlSp.Directory (<c>AddSamlSpDirectory</c>).</summary>
    public static IServiceCollection AddSamlSpConsole(this IServiceCollection services)
    {
        services.AddSingleton<ConsoleCookies>();
        services.AddSingleton<IConfigureOptions<AntiforgeryOptions>>(provider => provider.GetRequiredService<ConsoleCookies>());
        services.AddSingleton<IConfigureOptions<CookieTempDataProviderOptions>>(provider => provider.GetRequiredService<ConsoleCookies>());
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Policy, policy => policy.AddAuthenticationSchemes(SamlSpDefaults.SessionScheme).RequireAuthenticatedUser());
        services
            .AddRazorPages(options =>
                options.Conventions.AuthorizeFolder("/Console", Policy).AuthorizePage("/Terms", Policy).ConfigureFilter(new ConsoleGate())
            )
            .AddMvcOptions(options => options.Filters.Add(new StaleFormFilter()))
            .AddApplicationPart(typeof(SamlSpConsoleExtensions).Assembly);
        return services;
    }

    /// <summary>Maps the pages.</summary>
    public static IEndpointRouteBuilder MapSamlSpConsole(this IEndpointRouteBuilder endpoints)
    {
        ConsoleAssets.Map(endpoints);
        endpoints.MapRazorPages();
        return endpoints;
    }
}
