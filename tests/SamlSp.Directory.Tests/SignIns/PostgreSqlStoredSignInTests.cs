namespace SamlSp.Directory.Tests;

public sealed class PostgreSqlStoredSignInTests(PostgreSqlServer server) : StoredSignInTests, IClassFixture<PostgreSqlServer>
{
    private protected override async Task<TestStore> CreateAsync() => TestStore.On(await server.NewDatabaseAsync());
}
