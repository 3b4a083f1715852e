using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Directory;

namespace SamlSp.Scim.Tests;

/// <summary>
/// What the provisioning service asks for is found by an index, however many users there are: SQLite's own plan reads no table from end to
/// end.
/// </summary>
public sealed class QueryPlanTests
{
    [Theory]
    [InlineData("userName eq \"a\"", true)]
    [InlineData("externalId eq \"a\"", true)]
    [InlineData("displayName eq \"a\"", true)]
    [InlineData("emails eq \"a\"", true)]
    [InlineData("emails[type eq \"work\"].value eq \"a\"", true)]
    [InlineData("id eq \"a\" and manager eq \"b\"", true)]
    [InlineData("groups.value eq \"a\"", true)]
    [InlineData("title eq \"a\"", false)]
    public async Task Filter_EntraQuery_UsesAnIndex(string text, bool indexed)
    {
        Assert.True(FilterParser.TryParse(ResourceTypes.User, text, out var filter, out _));
        var sql = new FilterSql(sqlite: true);
        Assert.True(new FilterTranslator(sql, UserColumns.Instance).TryTranslate(filter, out var condition, out _));
        var statement = $"SELECT u.id {UserColumns.From} AND {condition} ORDER BY u.id LIMIT 100 OFFSET 0";

        var file = Path.GetTempFileName();
        await using var app = await ScimApp.StartAsync(storage: new() { ConnectionString = "Data Source=" + file });
        await app.GetAsync("Users?count=1");
        await using var context = await app.Services.GetRequiredService<IDbContextFactory<DirectoryContext>>().CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();
        await using var command = (Microsoft.Data.Sqlite.SqliteCommand)context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        command.Parameters.AddWithValue("$1", "contoso");
        for (var i = 0; i < sql.Values.Count; i++)
        {
            command.Parameters.AddWithValue("$" + (i + 2), sql.Values[i].Value);
        }

        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                plan.Add(reader.GetString(3));
            }
        }

        // A step that narrows a table only by organization reads all of that organization's rows.
        var whole = plan.Where(line =>
                line.StartsWith("SCAN ", StringComparison.Ordinal)
                    && !line.Contains("json_each", StringComparison.Ordinal)
                    && !line.Contains("VIRTUAL TABLE", StringComparison.Ordinal)
                || (line.StartsWith("SEARCH ", StringComparison.Ordinal) && line.EndsWith("(organization=?)", StringComparison.Ordinal))
            )
            .ToList();
        Assert.True(indexed == (whole.Count == 0), string.Join('\n', plan));
    }
}
