using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

public sealed class MigratorTests
{
    [Fact]
    public async Task Migrator_EmptyStore_CreatesTheSchemaOfTheModel()
    {
        await using var migrated = TestStore.OnSqlite();
        await migrated.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
        await using var context = await migrated.OpenAsync();
        await context.Database.OpenConnectionAsync();

        await using var made = new SqliteConnection("Data Source=:memory:");
        await made.OpenAsync();
        await using (var command = made.CreateCommand())
        {
            command.CommandText = context.Database.GenerateCreateScript();
            await command.ExecuteNonQueryAsync();
        }

        var model = await Schema.OfSqliteAsync(made);
        Assert.Contains("index users.ix_users_organization_name_id_lower unique=1 partial=0 (organization,name_id_lower)", model);
        Assert.Equal(model, await Schema.OfSqliteAsync(context.Database.GetDbConnection()));
    }

    [Fact]
    public async Task Migrator_NodesStartTogether_MigratesOnce()
    {
        await using var first = TestStore.OnSqlite();
        var nodes = Enumerable.Range(0, 8).Select(_ => first.Another()).ToList();
        await Task.WhenAll(
            nodes.Select(n => Task.Run(() => n.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default).AsTask()))
        );
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        Assert.Equal(Migrator.Scripts("Sqlite").Count, await CountAsync(first, "SELECT COUNT(*) AS \"Value\" FROM schema_history"));
        Assert.Equal(1, await CountAsync(first, "SELECT COUNT(*) AS \"Value\" FROM changes"));
    }

    [Fact]
    public async Task Migrator_StoreWithUserAttributes_KeepsItsUsers()
    {
        await using var store = TestStore.OnSqlite();
        await store.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
        var organization = SampleData.Organization();
        var before = (await store.Users.SignInAsync(organization, SampleData.Alice, default)).User!;
        await using (var context = await store.OpenAsync())
        {
            // As the schema was, with what a sign-in wrote.
            await context.Database.ExecuteSqlRawAsync(
                """
                ALTER TABLE users DROP COLUMN role_groups;
                ALTER TABLE users ADD COLUMN attributes TEXT NOT NULL DEFAULT '["user.mail"]';
                DELETE FROM schema_history WHERE number = 110;
                """
            );
        }

        await using var upgraded = store.Another();
        await upgraded.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
        Assert.Equal(0, await CountAsync(store, "SELECT COUNT(*) AS \"Value\" FROM pragma_table_info('users') WHERE name = 'attributes'"));
        var after = (await upgraded.Users.SignInAsync(organization, SampleData.Alice, default)).User!;
        Assert.Equal((before.Id, false), (after.Id, after.Created));
    }

    [Fact]
    public async Task Migrator_StoreOfANewerVersion_RefusesToStart()
    {
        await using var store = TestStore.OnSqlite();
        await store.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
        await using (var context = await store.OpenAsync())
        {
            await context.Database.ExecuteSqlRawAsync("INSERT INTO schema_history VALUES (9999, 'future', 0)");
        }

        await using var old = store.Another();
        var refused = await Assert.ThrowsAsync<SamlSpConfigurationException>(() => old.StartAsync());
        Assert.StartsWith("SamlSp:Storage:ConnectionString: ", Assert.Single(refused.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Migrator_SqliteAndPostgreSql_HaveTheSameScripts()
    {
        var names = Migrator.Scripts("Sqlite").Select(s => s.Name).ToList();
        Assert.Equal("0001_initial", names[0]);
        Assert.Equal(names, Migrator.Scripts("PostgreSql").Select(s => s.Name));
    }

    [Fact]
    public async Task SqliteStore_Created_UsesWalAndForeignKeys()
    {
        await using var store = TestStore.OnSqlite();
        await store.Services.GetRequiredService<StoreReadiness>().EnsureAsync(default);
        await using var context = await store.OpenAsync();
        Assert.Equal(
            "wal",
            await context.Database.SqlQueryRaw<string>("SELECT journal_mode AS \"Value\" FROM pragma_journal_mode").SingleAsync()
        );
        Assert.Equal(1, await context.Database.SqlQueryRaw<int>("SELECT foreign_keys AS \"Value\" FROM pragma_foreign_keys").SingleAsync());
        Assert.Equal(5000, await context.Database.SqlQueryRaw<int>("SELECT timeout AS \"Value\" FROM pragma_busy_timeout").SingleAsync());
    }

    private static async Task<int> CountAsync(TestStore store, string sql)
    {
        await using var context = await store.OpenAsync();
        return await context.Database.SqlQueryRaw<int>(sql).SingleAsync();
    }
}
