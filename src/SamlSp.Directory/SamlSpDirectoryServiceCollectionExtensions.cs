using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds durable stores to an application.</summary>
public static class SamlSpDirectoryServiceCollectionExtensions
{
    /// <summary>
    /// Keeps users, sessions, used assertion IDs, data protection keys and the audit trail in a database, configured in code. Replaces the
    /// in-memory stores, in whatever order they are added.
    /// </summary>
    public static IServiceCollection AddSamlSpDirectory(this IServiceCollection services, Action<StorageOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        services.AddOptions<StorageOptions>().Configure(configure);
        return Add(services);
    }

    /// <summary>The same, with given options.</summary>
    public static IServiceCollection AddSamlSpDirectory(this IServiceCollection services, StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(Options.Options.Create(options));
        return Add(services);
    }

    /// <summary>
    /// The same, with the settings of a configuration section, which is usually <c>SamlSp:Storage</c>. Mistakes are reported at start, with
    /// all others.
    /// </summary>
    public static IServiceCollection AddSamlSpDirectory(this IServiceCollection services, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        services
            .AddOptions<StorageOptions>()
            .Configure<IOptions<ConfigurationSchema>>((options, schema) => schema.Value.Bind(section, options));
        return Add(services);
    }

    private static IServiceCollection Add(IServiceCollection services)
    {
        services.Configure<ConfigurationSchema>(schema =>
            schema.Allow(
                "Storage",
                typeof(StorageOptions),
                section => StorageOptionsValidator.Validate(section.Get<StorageOptions>() ?? new())
            )
        );
        services.TryAddSingleton(TimeProvider.System);
        if (services.Any(s => s.ServiceType == typeof(Store)))
        {
            return services;
        }

        services.AddSingleton(provider => new StoreSettings(
            provider.GetRequiredService<IOptions<StorageOptions>>().Value,
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath
        ));
        services.AddSingleton<IDbContextFactory<DirectoryContext>, DirectoryContexts>();
        services.AddSingleton<Migrator>();
        services.AddSingleton<StoreMemory>();
        services.AddSingleton<NewStoreWarning>();
        services.AddSingleton<StoreReadiness>();
        services.AddSingleton<Store>();
        services.AddSingleton<StoreState>();
        services.AddSingleton<StoreWriteProbe>();
        services.Replace(ServiceDescriptor.Singleton<IStoreAvailability, StoreAvailability>());
        services.AddSingleton<SessionCache>();
        services.AddSingleton<TokenCache>();
        services.AddSingleton<ChangeFeed>();
        services.AddSingleton<StoredKeys>();
        services.AddSingleton<KeyCertificates>();
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddSingleton<ProvisioningTokens>();
        services.AddSingleton<IProvisioningTokens>(provider => provider.GetRequiredService<ProvisioningTokens>());
        services.AddSingleton<OrganizationLookup>();
        services.AddSingleton<IUserDirectory, UserDirectory>();
        services.AddSingleton<OrgUnitPolicyCache>();
        services.AddSingleton<IOrgUnitDirectory, OrgUnitDirectory>();
        services.AddSingleton<SignInReader>();
        services.AddSingleton<StoredSignIns>();
        services.Replace(ServiceDescriptor.Singleton<IUserStore>(provider => provider.GetRequiredService<StoredSignIns>()));
        services.Replace(ServiceDescriptor.Singleton(CreateSignInStore));
        services.Replace(ServiceDescriptor.Singleton<ISessionStore, SessionStore>());
        services.Replace(ServiceDescriptor.Singleton<IUsedAssertionIds, UsedAssertionIds>());
        services.Replace(ServiceDescriptor.Singleton<ISessionPolicies, StoredSessionPolicies>());
        services.Replace(ServiceDescriptor.Singleton<ITokenStore, TokenStore>());
        services.Replace(ServiceDescriptor.Singleton<IKnownGroups, KnownGroups>());
        services.Replace(ServiceDescriptor.Singleton<IGraphWatchStore, GraphWatchStore>());
        services.AddMetadataAndTraces();

        services.AddConsoleStores();

        services.AddDataProtection().SetApplicationName("SamlSp");
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>, StoredKeysOptions>();
        services.AddStoreWatch();

        services.AddSingleton<IConfigurationCheck, StoreCheck>();
        services.AddHostedService<StoreStartup>();
        services.AddStoredOrganizations();
        services.AddHostedService(provider => provider.GetRequiredService<ChangeFeed>());
        services.AddHostedService<ChangeListener>();
        services.AddHostedService<StoreCleaner>();
        services.TryAddSingleton<SessionUses>();
        services.AddSingleton<SessionUseStore>();
        services.AddHostedService(provider => provider.GetRequiredService<SessionUseStore>());
        services.AddHostedService<ModelWarmUp>();
        services.AddSingleton<SessionTightener>();
        services.AddSingleton<ISettingsListener>(provider => provider.GetRequiredService<SessionTightener>());
        services.AddHostedService(provider => provider.GetRequiredService<SessionTightener>());
        return services;
    }

    /// <summary>One transaction, unless the application keeps users, sessions or used IDs elsewhere.</summary>
    private static ISignInStore CreateSignInStore(IServiceProvider provider)
    {
        var (usedIds, users, sessions) = (
            provider.GetRequiredService<IUsedAssertionIds>(),
            provider.GetRequiredService<IUserStore>(),
            provider.GetRequiredService<ISessionStore>()
        );
        return usedIds is UsedAssertionIds && users is StoredSignIns stored && sessions is SessionStore
            ? stored
            : new SignInStore(usedIds, users, sessions);
    }
}
