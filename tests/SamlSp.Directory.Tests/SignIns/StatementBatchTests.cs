using System.Reflection;

namespace SamlSp.Directory.Tests;

/// <summary>A statement on rows of organizations names the organization, or is refused before it reaches the database.</summary>
public sealed class StatementBatchTests
{
    [Theory]
    [InlineData("SELECT id FROM users WHERE name_id_lower = $2")]
    [InlineData("SELECT id FROM users WHERE organization = $2 AND id = $1")]
    [InlineData("UPDATE sessions SET ended_at = $2")]
    [InlineData("SELECT u.id FROM users u CROSS JOIN sessions s WHERE u.organization = $1 AND s.user_id = u.id")]
    [InlineData("INSERT INTO audit_entries (at, organization) VALUES ($2, $1)")]
    [InlineData("SELECT 1")]
    public void Add_TextWithoutTheOrganization_Throws(string text)
    {
        var batch = new StatementBatch();
        Assert.Throws<InvalidOperationException>(() => batch.Add("contoso", text, "x"));
        Assert.Empty(batch.Statements);
    }

    [Theory]
    [InlineData("SELECT id FROM users WHERE organization = $1 AND name_id_lower = $2")]
    [InlineData("INSERT INTO audit_entries (organization, at) VALUES ($1, $2)")]
    public void Add_TextWithTheOrganization_PutsItFirst(string text)
    {
        var batch = new StatementBatch();
        Assert.Equal(0, batch.Add("contoso", text, "x"));
        Assert.Equal(["contoso", "x"], batch.Statements[0].Values.Select(value => value.Value));
    }

    [Fact]
    public void AddUnowned_TableOfOrganizations_Throws()
    {
        var batch = new StatementBatch();
        Assert.Throws<InvalidOperationException>(() => batch.AddUnowned("DELETE FROM users"));
        Assert.Equal(0, batch.AddUnowned(SignInSql.UseId, "a", "b", 1L));
    }

    [Fact]
    public void SignInSql_EachStatement_IsTakenByOneOfTheTwo()
    {
        var texts = typeof(SignInSql)
            .GetFields(BindingFlags.Static | BindingFlags.Public)
            .Select(field => (field.Name, Text: (string)field.GetRawConstantValue()!))
            .ToList();
        Assert.True(texts.Count > 25);
        string[] unowned = ["LockPolicies", "LockObjectId", "UseId", "UseIdOnce", "UsedIds", "LockChanges", "NotifyNodes"];
        foreach (var (name, text) in texts)
        {
            Assert.Equal(!unowned.Contains(name, StringComparer.Ordinal), StatementBatch.NamesOrganization(text));
        }
    }
}
