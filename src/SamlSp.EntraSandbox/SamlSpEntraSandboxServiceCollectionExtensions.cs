using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SamlSp.EntraSandbox;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Adds the stand-in tenant to an application. Use it for development and tests only: whoever reaches it can sign in as any of its users.
/// </summary>
public static class SamlSpEntraSandboxServiceCollectionExtensions
{
    /// <summary>Adds the tenant. Wrong settings are refused, all at once, when the tenant is first asked for.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddEntraSandbox(this IServiceCollection services, Action<EntraSandboxOptions>? configure = null)
    {
        services.AddOptions<EntraSandboxOptions>().Configure(options => configure?.Invoke(options)).ValidateOnStart();
        return AddTenant(services);
    }

    /// <summary>
    /// Adds a further tenant with its own users, keys and sessions, as an application has that links the tenants of several companies.
    /// <see cref="EntraSandboxOptions.TenantId"/> and <see cref="EntraSandboxOptions.Path"/> must differ from those of the others.
    /// </summary>
    /// <param name="services">The application's services.</param>
    /// <param name="name">The name of the tenant's options.</param>
    /// <param name="configure">Sets the options.</param>
    public static IServiceCollection AddEntraSandboxTenant(
        this IServiceCollection services,
        string name,
        Action<EntraSandboxOptions> configure
    )
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<EntraSandboxOptions>(name).Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EntraSandboxOptions>, EntraSandboxOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => new FurtherTenant(name, provider));
        return services;
    }

    /// <summary>The services of one tenant.</summary>
    internal static IServiceCollection AddTenant(IServiceCollection services)
    {
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<EntraSandboxOptions>, EntraSandboxOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<EntraSandboxTenant>();
        services.TryAddSingleton<TokenIssuer>();
        services.TryAddSingleton<SandboxSessions>();
        services.TryAddSingleton<AuthnRequestReader>();
        services.TryAddSingleton<LogoutMessages>();
        services.TryAddSingleton<Page>();
        services.TryAddSingleton<PostPage>();
        services.TryAddSingleton<SignInPage>();
        services.TryAddSingleton<MyAppsPage>();
        services.TryAddSingleton<SignInEndpoint>();
        services.TryAddSingleton<SignOutEndpoint>();
        services.TryAddSingleton<SamlEndpoint>();
        services.TryAddSingleton<SandboxProvisioning>();
        services.TryAddSingleton<ProvisioningPage>();
        services.TryAddSingleton<ProvisioningEndpoint>();
        services.AddOpenIdProvider();
        return services;
    }
}
