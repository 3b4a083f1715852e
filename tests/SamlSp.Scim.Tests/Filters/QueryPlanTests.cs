using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Directory;

namespace SamlSp.Scim.Tests;

/// <summary>
/// What the provisioning service asks for is found by an index, however many users there are: SQLite's own plan reads no table from end to
/// end.
/// </summary>
public sealed class QueryPlanTests(SharedApp shared) : IClassFixture<SharedApp>
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
        var sql = new SqlStatement(sqlite: true, "contoso");
        Assert.True(new FilterTranslator(sql, UserColumns.Instance).TryTranslate(filter, out var condition, out _));
        var statement = $"SELECT u.id {UserColumns.From} AND {condition} ORDER BY u.id LIMIT 100 OFFSET 0";
        for (var i = sql.Values.Count - 1; i >= 0; i--)
        {
            statement = statement.Replace($"{{{i}}}", $"@p{i}", StringComparison.Ordinal);
        }

        await shared.App.GetAsync("Users?count=1");
        await using var context = await shared
            .App.Services.GetRequiredService<IDbContextFactory<DirectoryContext>>()
            .CreateDbContextAsync();
        await context.Database.OpenConnectionAsync();
        await using var command = (Microsoft.Data.Sqlite.SqliteCommand)context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + statement;
        for (var i = 0; i < sql.Values.Count; i++)
        {
            command.Parameters.AddWithValue("@p" + i, sql.Values[i]);
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
