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
        builder.AddSamlSp(scheme, displayName: scheme, configure);

    /// <summary>Adds a named scheme with the name that login pages show, configured in code.</summary>
    /// <param name="builder">The application's authentication.</param>
    /// <param name="scheme">The scheme's name.</param>
    /// <param name="displayName">What a login page shows, such as that of ASP.NET Core Identity; null for a scheme that it does not
    /// list. Overloads without it use the scheme's name.</param>
    /// <param name="configure">Sets the options.</param>
    public static AuthenticationBuilder AddSamlSp(
        this AuthenticationBuilder builder,
        string scheme,
        string? displayName,
        Action<SamlSpOptions> configure
    ) => Add(builder, scheme, displayName, section: null, configure);

    /// <summary>
    /// Adds the scheme <see cref="SamlSpDefaults.AuthenticationScheme"/> with the settings of a configuration section; unknown keys are
    /// refused at start.
    /// </summary>
    public static AuthenticationBuilder AddSamlSp(this AuthenticationBuilder builder, IConfigurationSection section) =>
        builder.AddSamlSp(SamlSpDefaults.AuthenticationScheme, section);

    /// <summary>Adds a named scheme with the settings of a configuration section.</summary>
    public static AuthenticationBuilder AddSamlSp(this AuthenticationBuilder builder, string scheme, IConfigurationSection section) =>
        builder.AddSamlSp(scheme, displayName: scheme, section);

    /// <summary>Adds a named scheme with the settings of a configuration section, and then those of <paramref name="configure"/>.</summary>
    public static AuthenticationBuilder AddSamlSp(
        this AuthenticationBuilder builder,
        string scheme,
        IConfigurationSection section,
        Action<SamlSpOptions>? configure
    ) => builder.AddSamlSp(scheme, displayName: scheme, section, configure);

    /// <summary>The same with the name that login pages show; null for a scheme that they do not list.</summary>
    public static AuthenticationBuilder AddSamlSp(
        this AuthenticationBuilder builder,
        string scheme,
        string? displayName,
        IConfigurationSection section,
        Action<SamlSpOptions>? configure = null
    ) => Add(builder, scheme, displayName, section, configure);

    /// <summary>
    /// Adds an entry for one organization to the login pages of the application: a scheme of its own, named
    /// <c>Saml2.&lt;organization&gt;</c>. Its challenge is that of the SamlSp scheme, with the organization set.
    /// </summary>
    /// <param name="builder">The application's authentication.</param>
    /// <param name="organization">The organization's name.</param>
    /// <param name="displayName">What login pages show, such as <c>Contoso</c>.</param>
    /// <param name="scheme">The SamlSp scheme that the organization belongs to.</param>
    public static AuthenticationBuilder AddSamlSpOrganizationScheme(
        this AuthenticationBuilder builder,
        string organization,
        string displayName,
        string scheme = SamlSpDefaults.AuthenticationScheme
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(organization);
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var entry = new OrganizationScheme(scheme, organization);
        builder.Services.AddSingleton(entry);
        return builder.AddScheme<OrganizationSchemeOptions, OrganizationSchemeHandler>(
            entry.Name,
            displayName,
            options =>
            {
                options.Organization = organization;
                options.SamlSpScheme = scheme;
                options.ForwardAuthenticate = scheme;
                options.ForwardForbid = scheme;
                options.ForwardSignOut = scheme;
            }
        );
    }

    private static AuthenticationBuilder Add(
        AuthenticationBuilder builder,
        string scheme,
        string? displayName,
        IConfigurationSection? section,
        Action<SamlSpOptions>? configure
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(scheme);
        var services = builder.Services;
        AddCommon(builder);
        services.AddSingleton(new SamlSpSchemeRegistration(scheme, section));

        // After the application's own settings, wherever they stand: who keeps a default scheme, keeps its challenge as well. A challenge
        // of ours would lead back to a page that does not know the session: a loop.
        services.PostConfigure<AuthenticationOptions>(options =>
        {
            if (options.DefaultAuthenticateScheme is null)
            {
                options.DefaultScheme ??= SamlSpDefaults.SessionScheme;
            }

            if (options.DefaultScheme == SamlSpDefaults.SessionScheme)
            {
                options.DefaultChallengeScheme ??= scheme;
            }
        });
        if (section is not null)
        {
            services
                .AddOptions<SamlSpOptions>(scheme)
                .Configure<IOptions<ConfigurationSchema>>((options, schema) => schema.Value.Bind(section, options));
        }

        return builder.AddScheme<SamlSpOptions, SamlSpHandler>(scheme, displayName, configure);
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
        services.AddGraph();
        services.AddSingleton<TrialSignInRunner>();
        services.AddSingleton<SchemeSettings>();
        services.AddSingleton<SamlSpStartup>();
        services.AddHostedService(provider => provider.GetRequiredService<SamlSpStartup>());
        services.AddHostedService<EndpointClashes>();
        services.AddTransient<IStartupFilter, BasePathStartupFilter>();
        services.AddSingleton<SettingsReloader>();
        services.AddHostedService(provider => provider.GetRequiredService<SettingsReloader>());
        services.AddSignInWatch();
        services.AddSingleton<OrganizationRateLimits>();
        services.AddRateLimiter(options => options.AddPolicy<string, SignInRateLimitPolicy>(SamlSpDefaults.SignInRateLimit));
        services.AddSingleton<PendingRequestCookies>();
        services.AddSingleton<ReturnUrls>();
        services.AddSingleton<RefusalCauses>();
        services.AddSingleton<RefusalResponder>();
        services.AddSingleton<SignInPipeline>();
        services.AddSingleton<SamlSignIn>();
        services.AddExternalSignIn();
        services.AddSingleton<SignInLoop>();
        services.AddSingleton<SignInCompletion>();
        services.AddSingleton<SignInStarter>();
        services.AddSingleton<SignInEndpoint>();
        services.AddSingleton<MetadataPublisher>();
        services.AddSingleton<ReauthenticationRetry>();
        services.AddSingleton<AcsEndpoint>();
        services.AddSingleton<LogoutEndpoint>();
        services.AddSingleton<LogoutStarter>();
        services.AddSingleton<IdentityProviderSessions>();
        services.AddSingleton<IdentityProviderLogout>();
        services.AddSingleton<LogoutFinisher>();
        services.AddSingleton<SessionCookieEvents>();
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookieConfigureOptions>();
        services.AddSessionGuard();
        services.AddStepUp();
        services.AddSingleton<SessionTokens>();
        services.AddSingleton<ConsentTickets>();
        services.AddSingleton<AuthorizeEndpoint>();
        services.AddSingleton<TokenEndpoint>();
        builder.AddCookie(SamlSpDefaults.SessionScheme);
        services.AddSingleton<IPostConfigureOptions<CookieAuthenticationOptions>, SessionCookiePostConfigureOptions>();
        builder.AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(SamlSpDefaults.BearerScheme, configureOptions: null);
    }
}
