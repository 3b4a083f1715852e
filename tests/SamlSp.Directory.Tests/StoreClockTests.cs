using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SamlSp.Testing;

namespace SamlSp.Directory.Tests;

/// <summary>A node's clock against the store's.</summary>
public sealed class StoreClockTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>
{
    [PostgreSqlFact]
    public async Task StoreClock_NodeClockOff_IsDegraded()
    {
        var options = await server.NewDatabaseAsync();
        await using (var right = TestStore.On(options, TimeProvider.System))
        {
            Assert.Equal(HealthStatus.Healthy, (await CheckAsync(right)).Status);
        }

        foreach (var minutes in new[] { 2, -2 })
        {
            await using var node = TestStore.On(options, new MutableTimeProvider(DateTimeOffset.UtcNow.AddMinutes(minutes)));
            var wrong = await CheckAsync(node);
            Assert.Equal(HealthStatus.Degraded, wrong.Status);
            Assert.Contains(minutes > 0 ? "ahead of the store's" : "behind the store's", wrong.Description, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task StoreClock_Sqlite_IsHealthy()
    {
        await using var store = TestStore.OnSqlite();
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(store)).Status);
    }

    [Fact]
    public void PasswordFile_UnreadableOrForSqlite_IsRefused()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "s3cret=;'\n");
        StorageOptions With(StorageProvider provider, string path) =>
            new()
            {
                Provider = provider,
                ConnectionString = provider == StorageProvider.Sqlite ? "Data Source=a.db" : "Host=127.0.0.1;Database=a;Username=b",
                PasswordFile = path,
            };

        var settings = new StoreSettings(With(StorageProvider.PostgreSql, file), "/");
        Assert.Equal("s3cret=;'", new Npgsql.NpgsqlConnectionStringBuilder(settings.ConnectionString).Password);
        var missing = Assert.Throws<AspNetCore.SamlSpConfigurationException>(() =>
            new StoreSettings(With(StorageProvider.PostgreSql, "/nowhere/password"), "/").Check()
        );
        Assert.Contains("SamlSp:Storage:PasswordFile: ", missing.Message, StringComparison.Ordinal);
        var sqlite = Assert.Throws<AspNetCore.SamlSpConfigurationException>(() =>
            new StoreSettings(With(StorageProvider.Sqlite, file), "/").Check()
        );
        Assert.Contains("SamlSp:Storage:PasswordFile: is for PostgreSql", sqlite.Message, StringComparison.Ordinal);
        File.Delete(file);
    }

    private static async Task<HealthReportEntry> CheckAsync(TestStore store)
    {
        // The first query waits for the schema, which is not tested here.
        await store.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
        return (
            await store.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(check => check.Name == "store_clock")
        ).Entries["store_clock"];
    }
}
