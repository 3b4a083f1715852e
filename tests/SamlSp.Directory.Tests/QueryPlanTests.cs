using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace SamlSp.Directory.Tests;

/// <summary>
/// A request's queries stay as fast with a hundred thousand users as with a hundred: SQLite's own plans, without statistics, name an
/// index for what is looked for.
/// </summary>
public sealed partial class QueryPlanTests
{
    /// <summary>A row is enough, or there are few.</summary>
    private static readonly string[] FewRows = ["OwnerLinks.AnyGrant", "PolicySql.Units", "SessionTightener.AnyLive"];

    [Fact]
    public async Task Query_EachRequest_UsesAnIndex()
    {
        await using var store = TestStore.OnSqlite();
        var organization = SampleData.Organization(configure: o => o.MatchByEmail = true);
        await store.Users.SignInAsync(organization, SampleData.Alice, default);
        store.Log.Clear();

        var user = (await store.Users.SignInAsync(organization, SampleData.Alice, default)).User!;
        await store.Sessions.AddAsync(SampleData.Session(userId: user.Id), default);
        store.Clock.Advance(TimeSpan.FromSeconds(3));
        await store.Sessions.FindAsync(SampleData.Session().Id, default);
        SessionSelector[] selectors =
        [
            new() { Organization = "contoso", Id = "x" },
            new() { Organization = "contoso", UserId = "u" },
            new()
            {
                Organization = "contoso",
                Issuer = "i",
                NameId = "n",
            },
            new()
            {
                Organization = "contoso",
                Issuer = "i",
                SessionIndexes = ["a", "b"],
            },
            new()
            {
                Organization = "contoso",
                Issuer = "i",
                SessionIndexes = ["a"],
                NameId = "n",
            },
            new() { Organization = "contoso", Key = new("t", "o") },
        ];
        foreach (var selector in selectors)
        {
            await store.Sessions.ListAsync(selector, default);
        }

        await store.Sessions.EndAsync(new() { Organization = "contoso", Id = SampleData.Session().Id }, SessionEndCause.SignedOut, default);
        await store.UserDirectory.FindAsync("contoso", user.Id, default);
        await store.UserDirectory.SuspendAsync("contoso", user.Id, "a", default);

        var commands = store
            .Log.Commands.Where(c =>
                c.StartsWith("SELECT", StringComparison.Ordinal)
                || c.StartsWith("UPDATE", StringComparison.Ordinal)
                || c.StartsWith("--", StringComparison.Ordinal)
            )
            .ToList();
        Assert.True(commands.Count >= 9, string.Join("\n", commands));
        await using var context = await store.OpenAsync();
        await context.Database.OpenConnectionAsync();
        foreach (var command in commands)
        {
            var searches = (await ExplainAsync((SqliteConnection)context.Database.GetDbConnection(), command))
                .Where(line => OwnTable().IsMatch(line))
                .ToList();
            Assert.True(searches.Count > 0, command);
            Assert.All(searches, line => Assert.True(Precise().IsMatch(line), line + "\n" + command));
        }
    }

    /// <summary>Every constant statement, whoever runs it. Only lists of few rows may read all of an organization's.</summary>
    [Fact]
    public async Task Statement_EachConstant_NarrowsByMoreThanTheOrganization()
    {
        await using var store = TestStore.OnSqlite();
        await store.AddUserAsync("contoso", _ => { });
        await using var context = await store.OpenAsync();
        await context.Database.OpenConnectionAsync();
        var statements = typeof(OrganizationSql)
            .Assembly.GetTypes()
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(OrganizationSql))
            .Select(field => (Name: $"{field.DeclaringType!.Name}.{field.Name}", Sql: (OrganizationSql)field.GetValue(null)!))
            .ToList();
        Assert.True(statements.Count > 50, statements.Count.ToString());
        var wide = new List<string>();
        foreach (var (name, sql) in statements)
        {
            var plan = await ExplainAsync((SqliteConnection)context.Database.GetDbConnection(), sql.SqliteText);
            if (plan.Exists(line => OwnTable().IsMatch(line) && !Precise().IsMatch(line)))
            {
                wide.Add(name);
            }
        }

        Assert.Equal(FewRows, wide.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "ix_users_organization_sort_name_id_suspended_search_text (organization=?")]
    [InlineData("after", "ix_users_organization_sort_name_id_suspended_search_text (organization=? AND sort_name>?")]
    [InlineData("descending", "ix_users_organization_sort_name_id_suspended_search_text (organization=?")]
    [InlineData("descending after", "ix_users_organization_sort_name_id_suspended_search_text (organization=? AND sort_name<?")]
    [InlineData("text", "ix_users_organization_sort_name_id_suspended_search_text (organization=?")]
    [InlineData("unit", "ix_users_organization_org_unit_lower_sort_name_id (organization=? AND org_unit_lower=?")]
    [InlineData("type", "ix_users_organization_user_type_sort_name_id (organization=? AND user_type=?")]
    [InlineData("suspended", "ix_users_organization_sort_name_id_suspended_search_text (organization=?")]
    [InlineData("role", "ix_users_organization_sort_name_id_suspended_search_text (organization=?")]
    public async Task UserList_EachCriterion_FollowsAnIndex(string criterion, string expected)
    {
        await using var store = TestStore.OnSqlite();
        for (var i = 0; i < 3; i++)
        {
            await store.AddUserAsync("contoso", u => u.DisplayName = "A");
        }

        var first = await store.UserDirectory.SearchAsync("contoso", new() { Limit = 1 }, default);
        store.Log.Clear();
        UserQuery query = new()
        {
            After = criterion.EndsWith("after", StringComparison.Ordinal) ? first.Next : null,
            Descending = criterion.StartsWith("descending", StringComparison.Ordinal),
            Text = criterion == "text" ? "x" : null,
            OrgUnitPath = criterion == "unit" ? "/" : null,
            UserType = criterion == "type" ? Claims.UserType.Member : null,
            State = criterion == "suspended" ? UserState.Suspended : null,
            Role = criterion == "role" ? "owner" : null,
        };
        await store.UserDirectory.SearchAsync("contoso", query, default);
        await using var context = await store.OpenAsync();
        await context.Database.OpenConnectionAsync();
        var plan = await ExplainAsync((SqliteConnection)context.Database.GetDbConnection(), store.Log.Commands[0]);
        Assert.Contains(plan, line => line.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("units", "USING COVERING INDEX ix_users_organization_org_unit_lower_created_at_deleted_at (organization=?)")]
    [InlineData(
        "unit",
        "USING COVERING INDEX ix_users_organization_org_unit_lower_created_at_deleted_at (organization=? AND org_unit_lower>? AND org_unit_lower<?)"
    )]
    [InlineData("spelling", "USING INDEX ix_users_organization_org_unit_lower_created_at_deleted_at (organization=? AND org_unit_lower=?)")]
    [InlineData("sessions", "USING COVERING INDEX ix_sessions_organization_org_unit_path_expires_at_ended_at (organization=?)")]
    public async Task Count_EachKind_ReadsACoveringIndex(string what, string expected)
    {
        await using var store = TestStore.OnSqlite();
        await store.AddUserAsync("contoso", u => u.OrgUnitPath = "/Provisioned");
        await store.OrgUnits.ListAsync("contoso", default);
        store.Log.Clear();
        if (what == "sessions")
        {
            await store.Services.GetRequiredService<ISessionDirectory>().CountOfUnitAsync("contoso", "/guests", default);
        }
        else if (what == "unit")
        {
            await store.OrgUnits.FindAsync("contoso", "/guests", default);
        }
        else
        {
            await store.OrgUnits.ListAsync("contoso", default);
        }

        await using var context = await store.OpenAsync();
        await context.Database.OpenConnectionAsync();
        var plans = new List<string>();
        foreach (var command in store.Log.Commands)
        {
            plans.AddRange(await ExplainAsync((SqliteConnection)context.Database.GetDbConnection(), command));
        }

        Assert.Contains(plans, line => line.Contains(expected, StringComparison.Ordinal));
        Assert.DoesNotContain(plans, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("/guests", false)]
    [InlineData(null, true)]
    [InlineData(null, true, true)]
    public async Task SessionList_WithAnyStatistics_IsReadInIndexOrder(string? unit, bool further, bool oldestFirst = false)
    {
        await using var store = TestStore.OnSqlite();
        for (var i = 0; i < 3; i++)
        {
            await store.Sessions.AddAsync(SampleData.Session("s" + i), default);
        }

        var sessions = store.Services.GetRequiredService<ISessionDirectory>();
        var first = await sessions.ListAsync("contoso", new() { Limit = 1 }, default);
        store.Log.Clear();
        await sessions.ListAsync(
            "contoso",
            new()
            {
                Limit = 1,
                OrgUnitPath = unit,
                OldestFirst = oldestFirst,
                From = oldestFirst ? SamlSp.Testing.TestClock.Now.AddDays(-1) : null,
                Until = oldestFirst ? SamlSp.Testing.TestClock.Now.AddDays(1) : null,
                After = further ? first.Next : null,
            },
            default
        );
        await using var context = await store.OpenAsync();
        await context.Database.OpenConnectionAsync();
        foreach (var statistics in new[] { false, true })
        {
            if (statistics)
            {
                await PretendThereAreManySessionsAsync(context);
            }

            var plan = await ExplainAsync((SqliteConnection)context.Database.GetDbConnection(), store.Log.Commands[0]);
            Assert.True(
                plan.Exists(line =>
                    line.Contains("ix_sessions_organization_created_at_reference (organization=?", StringComparison.Ordinal)
                ),
                $"{statistics}: {string.Join("; ", plan)}"
            );
            Assert.DoesNotContain(plan, line => line.Contains("TEMP B-TREE", StringComparison.Ordinal));
        }
    }

    /// <summary>What ANALYZE finds when one organization has twenty thousand sessions.</summary>
    private static Task<int> PretendThereAreManySessionsAsync(DirectoryContext context) =>
        context.Database.ExecuteSqlRawAsync(
            """
            ANALYZE;
            DELETE FROM sqlite_stat1 WHERE tbl = 'sessions';
            INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES ('sessions', 'sqlite_autoindex_sessions_1', '20000 1'), ('sessions', 'ix_sessions_expires_at', '20000 20000'),
                ('sessions', 'ix_sessions_organization_created_at_reference', '20000 20000 1 1'), ('sessions', 'ix_sessions_organization_org_unit_path_expires_at_ended_at', '20000 20000 6667 6667 6667'),
                ('sessions', 'ix_sessions_organization_user_id', '20000 20000 1'), ('sessions', 'ix_sessions_organization_name_id', '20000 20000 1'),
                ('sessions', 'ix_sessions_organization_session_index', '20000 20000 20000'), ('sessions', 'ix_sessions_organization_asserted_name_id', '20000 20000 1');
            ANALYZE sqlite_schema;
            """
        );

    private static async Task<List<string>> ExplainAsync(SqliteConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + sql;
        foreach (var name in Parameter().Matches(sql).Select(m => m.Value).Distinct())
        {
            command.Parameters.AddWithValue(name, "[]");
        }

        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(3));
        }

        return lines;
    }

    [GeneratedRegex(
        @"^(SEARCH|SCAN) ([usrgtpm]\d*|users|sessions|role_grants|org_units|policy_versions|provisioned_\w+|used_ids|token_families)\b",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex OwnTable();

    /// <summary>By the organization and something that few of its rows share, or by a session's reference.</summary>
    [GeneratedRegex(
        @"USING (COVERING )?INDEX \w+ \((organization=\? AND \w+=\?|reference=\?|issuer=\? AND id=\?)|policy_versions_1 \(organization=\?",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Precise();

    [GeneratedRegex(@"[@$]\w+", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Parameter();
}
