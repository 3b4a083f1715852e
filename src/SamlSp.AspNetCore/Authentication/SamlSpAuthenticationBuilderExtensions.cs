using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds a SAML service provider to an application.</summary>
public static class SamlSpAuthenticationBuilderExtensions
{
    /// <summary>Adds the scheme <see cref="SamlSpDefaults.AuthenticationScheme"/>, configured in code.</summary>
    public static AuthenticationBuilder AddSamlSp(this AuthenticationBuilder builder, Action<SamlSpOptions> configure) =>
        builder.AddSamlSp(SamlSpDefaults.AuthenticationScheme, configure);

    /// <summary>Adds a named scheme, configured in code. Several schemes need a <see cref="SamlSpOptions.ModulePath"/> each.</summary>
    public static AuthenticationBuilder AddSamlSp(this AuthenticationBuilder builder, string scheme, Action<SamlSpOptions> configure) =>
        Add(builder, scheme, section: null, configure);

    /// <summary>
    /// Adds the scheme <see cref="SamlSpDefaults.AuthenticationScheme"/> with the settings of a configuration section; unknown keys are
    /// refused at start.
    /// </summary>
    public static AuthenticationBuilder AddSamlSp(this AuthenticationBuilder builder, IConfigurationSection section) =>
        builder.AddSamlSp(SamlSpDefaults.AuthenticationScheme, section);

    /// <summary>Adds a named scheme with the settings of a configuration section, and then those of <paramref name="configure"/>.</summary>
    public static AuthenticationBuilder AddSamlSp(
        this AuthenticationBuilder builder,
        string scheme,
        IConfigurationSection section,
        Action<SamlSpOptions>? configure = null
    ) => Add(builder, scheme, section, configure);

    private static AuthenticationBuilder Add(
        AuthenticationBuilder builder,
        string scheme,
        IConfigurationSection? section,
        Action<SamlSpOptions>? configure
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var services = builder.Services;
        AddCommon(builder);
        services.AddSingleton(new SamlSpSchemeRegistration(scheme, section));
        services.Configure<AuthenticationOptions>(options =>
        {
            options.DefaultScheme ??= SamlSpDefaults.SessionScheme;
            options.DefaultChallengeScheme ??= scheme;
        });
        if (section is not null)
        {
            services
                .AddOptions<SamlSpOptions>(scheme)
                .Configure<IOptions<ConfigurationSchema>>((options, schema) => schema.Value.Bind(section, options));
        }

        return builder.AddScheme<SamlSpOptions, SamlSpHandler>(scheme, displayName: null, configure);
    }

    private static void AddCommon(AuthenticationBuilder builder)
    {
        var services = builder.Services;
        if (services.Any(s => s.ServiceType == typeof(SamlSpStartup)))
        {
            return;
        }

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new SamlSpSchemes(provider));
        services.TryAddSingleton(provider => provider.GetRequiredService<SamlSpSchemes>().Default.Organizations);
        services.TryAddSingleton<IUsedAssertionIds>(provider => new InMemoryUsedAssertionIds(provider.GetRequiredService<TimeProvider>()));
        services.TryAddSingleton<ISessionStore, InMemorySessionStore>();
        services.TryAddSingleton<IUserStore, InMemoryUserStore>();
        services.TryAddSingleton<ISignInStore, SignInStore>();
        services.TryAddSingleton<ITokenStore, InMemoryTokenStore>();
        services.TryAddSingleton<ISessionPolicies, ConfiguredSessionPolicies>();
        services.AddSingleton<IPostConfigureOptions<SamlSpOptions>, SamlSpPostConfigureOptions>();
        services.AddMetadataAndKeys();
        services.AddSignInTraces();
        services.AddSingleton<OrganizationsInUse>();
        services.AddSingleton<OrganizationBuilder>();
        services.AddOpenIdConnection();
        services.AddSingleton<TrialSignInRunner>();
        services.AddSingleton<SamlSpStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<SamlSpStartup>());
        services.AddTransient<IStartupFilter, BasePathStartupFilter>();
        services.AddClockWatch();
        services.AddSingleton<OrganizationRateLimits>();
        services.AddRateLimiter(options => options.AddPolicy<string, SignInRateLimitPolicy>(SamlSpDefaults.SignInRateLimit));
        services.AddSingleton<PendingRequestCookies>();
        services.AddSingleton<ReturnUrls>();
        services.AddSingleton<RefusalResponder>();
        services.AddSingleton<SignInPipeline>();
        services.AddSingleton<SamlSignIn>();
        services.AddSingleton<SignInCompletion>();
        services.AddSingleton<SignInStarter>();
        services.AddSingleton<SignInEndpoint>();
        services.AddSingleton<MetadataPublisher>();
        services.AddSingleton<ReauthenticationRetry>();
        services.AddSingleton<AcsEndpoint>();
        services.AddSingleton<LogoutEndpoint>();
        services.AddSingleton<LogoutStarter>();
        services.AddSingleton<IdentityProviderLogout>();
        services.AddSingleton<LogoutFinisher>();
        services.AddSingleton<SessionCookieEvents>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookieConfigureOptions>();
        services.AddSessionGuard();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<ConsentTickets>();
        services.AddSingleton<AuthorizeEndpoint>();
        services.AddSingleton<TokenEndpoint>();
        builder.AddCookie(SamlSpDefaults.SessionScheme);
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, SessionCookiePostConfigureOptions>();
        builder.AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(SamlSpDefaults.BearerScheme, configureOptions: null);
    }
}
