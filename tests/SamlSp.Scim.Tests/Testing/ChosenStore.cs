using SamlSp.Directory.Tests;

namespace SamlSp.Scim.Tests;

/// <summary>
/// The store of tests that name none: a SQLite file each, or a database each of one PostgreSQL server where <c>SAMLSP_TEST_STORE</c> is
/// <c>PostgreSql</c>. <c>test.sh</c> runs the tests with both.
/// </summary>
internal static class ChosenStore
{
    private static readonly Lazy<Task<PostgreSqlServer>> Server = new(StartAsync);

    /// <summary>Settings of a new database; null for a SQLite file.</summary>
    public static async Task<StorageOptions?> NewAsync() =>
        Environment.GetEnvironmentVariable("SAMLSP_TEST_STORE") == nameof(StorageProvider.PostgreSql)
            ? await (await Server.Value).NewDatabaseAsync()
            : null;

    private static async Task<PostgreSqlServer> StartAsync()
    {
        var server = new PostgreSqlServer();
        await server.InitializeAsync();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => server.DisposeAsync().GetAwaiter().GetResult();
        return server;
    }
}
