using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

public sealed class StartTests
{
    [Fact]
    public async Task SqliteFile_DefaultPath_IsBelowTheContentRootAndPrivate()
    {
        await using var store = await TestStore.OnSqlite(o => o.ConnectionString = null).StartAsync();
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.EndsWith("/data/samlsp.db", store.File, StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.File));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(store.File)!)
        );
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite, "Data Source=:memory:", "ConnectionString")]
    [InlineData(StorageProvider.Sqlite, "Data Source=x;Mode=ReadOnly", "ConnectionString")]
    [InlineData(StorageProvider.Sqlite, "Nonsense=1", "ConnectionString")]
    [InlineData(StorageProvider.Sqlite, "Pooling=true", "ConnectionString")]
    [InlineData(StorageProvider.PostgreSql, null, "ConnectionString")]
    [InlineData(StorageProvider.PostgreSql, "Host=x", "ConnectionString")]
    [InlineData(StorageProvider.PostgreSql, "Database=x", "ConnectionString")]
    [InlineData((StorageProvider)7, null, "Provider")]
    public void StorageOptions_InvalidSetting_IsNamedByItsKey(StorageProvider provider, string? connection, string key)
    {
        var error = Assert.Single(StorageOptionsValidator.Validate(new() { Provider = provider, ConnectionString = connection }));
        Assert.StartsWith($"SamlSp:Storage:{key}: ", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StorageProvider.Sqlite, null)]
    [InlineData(StorageProvider.Sqlite, "Data Source=a.db;Default Timeout=3")]
    [InlineData(StorageProvider.PostgreSql, "Host=x;Database=y;Username=z")]
    public void StorageOptions_ValidSettings_AreAccepted(StorageProvider provider, string? connection) =>
        Assert.Empty(StorageOptionsValidator.Validate(new() { Provider = provider, ConnectionString = connection }));

    [Fact]
    public async Task Start_SeveralStorageMistakes_ReportsAll()
    {
        await using var store = TestStore.OnSqlite(o =>
            (o.ConnectionString, o.AuditRetention, o.CachedSessions) = ("Data Source=:memory:", TimeSpan.Zero, 1)
        );
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => store.StartAsync());
        Assert.Equal(3, refused.Errors.Count);
    }

    [Fact]
    public void StorageSection_Mistakes_AreReportedTogether()
    {
        var section = Section(("SamlSp:Storage:Provider", "PostgreSql"), ("SamlSp:Nonsense", "1"));
        var schema = SchemaOf(section);
        Assert.Equal(
            ["SamlSp:Nonsense: there is no such setting", "SamlSp:Storage:ConnectionString: is required for PostgreSql"],
            schema.Check(section.GetSection("SamlSp"), typeof(SamlSpOptions)).Order()
        );
    }

    [Fact]
    public void StorageSection_Valid_IsAccepted()
    {
        var section = Section(("SamlSp:Storage:Provider", "PostgreSql"), ("SamlSp:Storage:ConnectionString", "Host=a;Database=b"));
        Assert.Empty(SchemaOf(section).Check(section.GetSection("SamlSp"), typeof(SamlSpOptions)));
    }

    [Fact]
    public async Task Start_FolderThatDoesNotExist_IsRefusedAndNotCreated()
    {
        await using var store = TestStore.OnSqlite(o => o.ConnectionString = "Data Source=stroe/samlsp.db");
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => store.StartAsync());
        Assert.Contains("stroe does not exist", Assert.Single(refused.Errors), StringComparison.Ordinal);
        Assert.False(System.IO.Directory.Exists(Path.GetDirectoryName(store.File)));
    }

    [Fact]
    public async Task Start_NewStore_IsSaidUntilItHasAnOwner()
    {
        await using var store = await TestStore.OnSqlite().StartAsync();
        Assert.Contains(
            store.Log.Lines,
            line => line.StartsWith("The store is new, and has no owner yet: SQLite file /", StringComparison.Ordinal)
        );
        var alice = (await store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).User!;
        await using var second = await store.Another().StartAsync();
        Assert.Contains(second.Log.Lines, line => line.StartsWith("The store is new", StringComparison.Ordinal));
        await using (var context = await store.OpenAsync())
        {
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO role_grants (organization, user_id, role, granted_at) VALUES ('contoso', {alice.Id}, 'owner', 0)"
            );
        }

        await using var third = await store.Another().StartAsync();
        Assert.DoesNotContain(third.Log.Lines, line => line.StartsWith("The store is new", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_FileThatCannotBeCreated_IsAConfigurationError()
    {
        await using var store = TestStore.OnSqlite();
        System.IO.Directory.CreateDirectory(store.File);
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => store.StartAsync());
        Assert.StartsWith(
            "SamlSp:Storage:ConnectionString: the SQLite file cannot be made",
            Assert.Single(refused.Errors),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Start_StoreDown_RetriesUntilItIsThere()
    {
        await using var store = TestStore.OnSqlite();
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(store.File)!);
        await File.WriteAllTextAsync(store.File, new string('x', 5000));
        await store.StartAsync();
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(store));
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)
        );
        Assert.Contains(store.Log.Lines, line => line.StartsWith("Starting without the store", StringComparison.Ordinal));

        File.Delete(store.File);
        store.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(store));
        Assert.True((await store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).Succeeded);
    }

    [Fact]
    public async Task SqliteFile_LockedByAnotherConnection_RefusesWritesAndStaysIntact()
    {
        await using var store = TestStore.OnSqlite(o => o.ConnectionString = "Data Source=store/samlsp.db;Default Timeout=1");
        Assert.True(await store.UsedIds.TryAddAsync("a", "_1", store.Clock.GetUtcNow(), default));
        await using (var locker = await store.OpenAsync())
        {
            await using var transaction = await locker.Database.BeginTransactionAsync();
            await Assert.ThrowsAsync<StoreUnavailableException>(() =>
                store.UsedIds.TryAddAsync("a", "_2", store.Clock.GetUtcNow(), default).AsTask()
            );
            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Sessions.AddAsync(SampleData.Session(), default));
        }

        Assert.Null(await store.Sessions.FindAsync(SampleData.Session().Id, default));
        Assert.True(await store.UsedIds.TryAddAsync("a", "_2", store.Clock.GetUtcNow(), default));
        await using var context = await store.OpenAsync();
        Assert.Equal(
            "ok",
            await context.Database.SqlQueryRaw<string>("SELECT integrity_check AS \"Value\" FROM pragma_integrity_check").SingleAsync()
        );
    }

    [Fact]
    public async Task SqliteFile_DiskFull_RefusesWritesAndStaysIntact()
    {
        await using var store = TestStore.OnSqlite();
        Assert.True((await store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).Succeeded);
        await using (var context = await store.OpenAsync())
        {
            // SQLite reports this limit as a full disk. It applies to this connection, which the pool hands out next.
            await context.Database.OpenConnectionAsync();
            await context.Database.ExecuteSqlRawAsync("PRAGMA max_page_count = 400");
        }

        var large = SampleData.Session() with
        {
            Claims = new Dictionary<string, IReadOnlyList<string>> { ["large"] = [Incompressible(5_000_000)] },
        };
        var refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Sessions.AddAsync(large, default));
        Assert.Contains("full", refused.Message, StringComparison.Ordinal);

        // The error made the pool drop its connections, so the limit no longer applies.
        Assert.Null(await store.Sessions.FindAsync(large.Id, default));
        Assert.DoesNotContain(
            await store.Audit.ListAsync("contoso", before: null, 10, default),
            e => e.Action == AuditActions.SessionStarted
        );
        await store.Sessions.AddAsync(large with { Id = "another" }, default);
        Assert.NotNull(await store.Sessions.FindAsync("another", default));
    }

    [Fact]
    public async Task StoreHealth_DiskFull_IsUnhealthyUntilTwoWritesSucceeded()
    {
        await using var store = TestStore.OnSqlite();
        Assert.True((await store.Users.SignInAsync(SampleData.Organization(), SampleData.Alice, default)).Succeeded);

        // SQLite reports this limit as a full disk. It applies to the connection that writes, until that one is closed after the error.
        await store.Store.WriteAsync(new UnownedSql("PRAGMA max_page_count = 1"), [], default);
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(store));
        store.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(store));
        store.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(store));
        store.Clock.Advance(TimeSpan.FromSeconds(31));
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(store));
        await using var after = await store.OpenAsync();
        Assert.Equal(1, await after.Set<StoreProbeRow>().CountAsync());
    }

    [Fact]
    public async Task StoreHealth_FileDeleted_IsUnhealthy()
    {
        await using var store = await TestStore.OnSqlite().StartAsync();
        Assert.Equal(HealthStatus.Healthy, await HealthAsync(store));
        File.Delete(store.File);
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync(store));
    }

    [Fact]
    public async Task SqliteFile_Missing_RefusesWrites()
    {
        await using var store = await TestStore.OnSqlite().StartAsync();
        Assert.True(await store.UsedIds.TryAddAsync("a", "_1", store.Clock.GetUtcNow(), default));
        File.Move(store.File, store.File + ".away");
        await Assert.ThrowsAsync<StoreUnavailableException>(() =>
            store.UsedIds.TryAddAsync("a", "_2", store.Clock.GetUtcNow(), default).AsTask()
        );
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.Sessions.AddAsync(SampleData.Session(), default));

        File.Move(store.File + ".away", store.File);
        Assert.False(await store.UsedIds.TryAddAsync("a", "_1", store.Clock.GetUtcNow(), default));
        Assert.True(await store.UsedIds.TryAddAsync("a", "_2", store.Clock.GetUtcNow(), default));
    }

    [Fact]
    public async Task DataProtection_TextOfAnotherNode_IsUnprotectedInTheSameStoreOnly()
    {
        await using var first = await TestStore.OnSqlite().StartAsync();
        var text = first.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Protect("hello");
        await using var second = first.Another();
        Assert.Equal("hello", second.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(text));
        await using var otherStore = TestStore.OnSqlite();
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() =>
            otherStore.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("test").Unprotect(text)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AddSamlSpDirectory_InAnyOrder_ReplacesTheInMemoryStores(bool directoryFirst)
    {
        var services = new ServiceCollection();
        if (directoryFirst)
        {
            services.AddSamlSpDirectory(new StorageOptions());
        }

        services.AddAuthentication().AddSamlSp(o => o.BaseUrl = "https://sp.example.com");
        if (!directoryFirst)
        {
            services.AddSamlSpDirectory(new StorageOptions());
        }

        foreach (var type in new[] { typeof(IUserStore), typeof(ISessionStore), typeof(IUsedAssertionIds), typeof(ISignInStore) })
        {
            var service = Assert.Single(services, s => s.ServiceType == type);
            var implementation = service.ImplementationType ?? service.ImplementationFactory!.Method.DeclaringType!;
            Assert.Equal("SamlSp.Directory", implementation.Assembly.GetName().Name);
        }
    }

    [Fact]
    public void PostgreSqlConnection_NothingGiven_HasShortPatienceAndPreparedStatements()
    {
        var connection = PostgreSql("Host=a;Database=b");
        Assert.Equal((5, 10), (connection.Timeout, connection.CommandTimeout));
        Assert.True(connection.NoResetOnClose);
        Assert.Equal((100, 2), (connection.MaxAutoPrepare, connection.AutoPrepareMinUsages));
        Assert.Equal(0, PostgreSql("Host=a;Database=b", prepared: false).MaxAutoPrepare);
    }

    [Fact]
    public void PostgreSqlConnection_ValuesGiven_KeepsThem()
    {
        var connection = PostgreSql("Host=a;Database=b;Timeout=7;CommandTimeout=8;No Reset On Close=false;Max Auto Prepare=9");
        Assert.Equal(
            (7, 8, false, 9),
            (connection.Timeout, connection.CommandTimeout, connection.NoResetOnClose, connection.MaxAutoPrepare)
        );
    }

    private static NpgsqlConnectionStringBuilder PostgreSql(string text, bool prepared = true)
    {
        using var settings = new StoreSettings(
            new()
            {
                Provider = StorageProvider.PostgreSql,
                ConnectionString = text,
                PreparedStatements = prepared,
            },
            "/"
        );
        return new(settings.ConnectionString);
    }

    private static string Incompressible(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return Convert.ToHexString(bytes);
    }

    private static async Task<HealthStatus> HealthAsync(TestStore store) =>
        (
            await store
                .Services.GetRequiredService<HealthCheckService>()
                .CheckHealthAsync(r => r.Name == SamlSpDirectoryDefaults.HealthCheckName)
        ).Status;

    private static IConfiguration Section(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => v.Key, v => (string?)v.Value)).Build();

    private static ConfigurationSchema SchemaOf(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSamlSpDirectory(configuration.GetSection("SamlSp:Storage"));
        return services.BuildServiceProvider().GetRequiredService<Microsoft.Extensions.Options.IOptions<ConfigurationSchema>>().Value;
    }
}
