using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>
/// A node: everything that <see cref="SamlSpDirectoryDefaults"/> registers, on a database. Its background services run when it is
/// started.
/// </summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly string? _folder;
    private bool _started;

    private TestStore(StorageOptions options, TimeProvider? clock, string? folder, Action<IServiceCollection>? configure)
    {
        _folder = folder;
        Options = options;
        Clock = clock as MutableTimeProvider ?? TestClock.Create();
        var builder = Host.CreateEmptyApplicationBuilder(new() { ContentRootPath = folder ?? Path.GetTempPath() });
        builder.Services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(Log));
        builder.Services.AddSingleton(clock ?? Clock);
        builder.Services.AddSamlSpDirectory(options);
        configure?.Invoke(builder.Services);
        _host = builder.Build();
    }

    public StorageOptions Options { get; }

    public MutableTimeProvider Clock { get; }

    public CommandLog Log { get; } = new();

    public IServiceProvider Services => _host.Services;

    public IUserStore Users => Services.GetRequiredService<IUserStore>();

    public IUserDirectory UserDirectory => Services.GetRequiredService<IUserDirectory>();

    public IOrgUnitDirectory OrgUnits => Services.GetRequiredService<IOrgUnitDirectory>();

    public ISessionPolicies Policies => Services.GetRequiredService<ISessionPolicies>();

    public ISessionStore Sessions => Services.GetRequiredService<ISessionStore>();

    public IUsedAssertionIds UsedIds => Services.GetRequiredService<IUsedAssertionIds>();

    public IAuditTrail Audit => Services.GetRequiredService<IAuditTrail>();

    public Store Store => Services.GetRequiredService<Store>();

    public StoreCleaner Cleaner => Services.GetServices<IHostedService>().OfType<StoreCleaner>().Single();

    public ChangeFeed Feed => Services.GetRequiredService<ChangeFeed>();

    /// <summary>The SQLite file.</summary>
    public string File => Services.GetRequiredService<StoreSettings>().DatabaseFile!;

    /// <summary>A node on a new SQLite file.</summary>
    public static TestStore OnSqlite(
        Action<StorageOptions>? configure = null,
        IReadOnlyList<Organization>? organizations = null,
        Action<IServiceCollection>? services = null
    )
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-directory-").FullName;
        System.IO.Directory.CreateDirectory(Path.Combine(folder, "store"));
        var options = new StorageOptions { ConnectionString = "Data Source=store/samlsp.db" };
        configure?.Invoke(options);
        return new(options, clock: null, folder, Registering(organizations) ?? services);
    }

    /// <summary>A node on a given database.</summary>
    public static TestStore On(StorageOptions options, TimeProvider? clock = null) => new(options, clock, folder: null, configure: null);

    /// <summary>Another node on the same database, with the same clock.</summary>
    public TestStore Another(params Organization[] organizations) => Another(Registering(organizations));

    /// <summary>The same, with services of its own.</summary>
    public TestStore Another(Action<IServiceCollection>? services) =>
        new(
            new()
            {
                Provider = Options.Provider,
                ConnectionString = Options.Provider == StorageProvider.Sqlite ? "Data Source=" + File : Options.ConnectionString,
            },
            Clock,
            folder: null,
            services
        );

    /// <summary>Starts the background services.</summary>
    public async Task<TestStore> StartAsync(bool listen = true)
    {
        _started = true;
        if (!listen)
        {
            await Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
            await Feed.StartAsync(default);
            return this;
        }

        await _host.StartAsync();
        return this;
    }

    /// <summary>A context that sees everything there is, past every rule: for looking and for breaking.</summary>
    public Task<DirectoryContext> OpenAsync() => Services.GetRequiredService<IDbContextFactory<DirectoryContext>>().CreateDbContextAsync();

    /// <summary>Changes a user record as provisioning would.</summary>
    public Task ChangeUserAsync(string organization, string id, Action<UserRow> change) =>
        Store.WriteAsync(
            organization,
            actor: null,
            async scope =>
            {
                change(await scope.Users.SingleAsync(u => u.Id == id));
                await scope.SaveAsync(default);
                return true;
            },
            default
        );

    /// <summary>Adds a record as provisioning would: without a tenant.</summary>
    public async Task<UserRow> AddUserAsync(string organization, Action<UserRow> change)
    {
        var row = new UserRow
        {
            Organization = organization,
            Id = Guid.CreateVersion7().ToString(),
            TenantId = "",
            UserType = Claims.UserType.Member,
            OrgUnitPath = "/",
            CreatedAt = Clock.GetUtcNow(),
            UpdatedAt = Clock.GetUtcNow(),
        };
        change(row);
        await Store.WriteAsync(
            organization,
            actor: null,
            async scope =>
            {
                scope.Add(row);
                await scope.SaveAsync(default);
                return true;
            },
            default
        );
        return row;
    }

    /// <summary>Waits until a backend of this database listens; returns its process ID.</summary>
    public async Task<int> WaitForListenerAsync(int except = 0)
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            await using (var context = await OpenAsync())
            {
                var pids = await context
                    .Database.SqlQueryRaw<int>(
                        "SELECT pid AS \"Value\" FROM pg_stat_activity WHERE datname = current_database() AND query = 'LISTEN samlsp_changes'"
                    )
                    .ToListAsync();
                if (pids.Find(p => p != except) is not 0 and var pid)
                {
                    return pid;
                }
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("No listener is connected.");
    }

    private static Action<IServiceCollection>? Registering(IReadOnlyList<Organization>? organizations)
    {
        if (organizations is null or [])
        {
            return null;
        }

        var registry = new OrganizationRegistry();
        registry.Declare(organizations);
        return services => services.AddSingleton<IOrganizationRegistry>(registry);
    }

    public async ValueTask DisposeAsync()
    {
        if (_started)
        {
            await Feed.StopAsync(default);
        }

        if (_started)
        {
            await _host.StopAsync();
        }

        if (_folder is not null)
        {
            ForgetConnections();
        }

        _host.Dispose();
        if (_folder is null)
        {
            return;
        }

        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private void ForgetConnections()
    {
        try
        {
            Services.GetRequiredService<StoreSettings>().ForgetConnections();
        }
        catch (SamlSpConfigurationException)
        {
            // Settings that are refused have opened no connection.
        }
    }
}
