using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.Console;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds the pages that users see: the console at <c>/console</c>, the start page, terms of service and owner links.</summary>
public static class SamlSpConsoleServiceCollectionExtensions
{
    private const string Policy = "SamlSp.Console";

    /// <summary>Registers what the pages need. They need the stores of SamlSp.Directory (<c>AddSamlSpDirectory</c>).</summary>
    public static IServiceCollection AddSamlSpConsole(this IServiceCollection services)
    {
        services.AddSingleton<ConsoleCookies>();
        services.AddSingleton<OwnerLinkEndpoint>();
        services.AddSingleton<RulesTrial>();
        services.AddSingleton<ExportGate>();
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
            .AddApplicationPart(typeof(SamlSpConsoleServiceCollectionExtensions).Assembly);
        return services;
    }
}
