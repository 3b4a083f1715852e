namespace SamlSp.Directory.Tests;

/// <summary>A statement on rows of organizations names the organization, or does not come into being.</summary>
public sealed class StatementBatchTests
{
    [Theory]
    [InlineData("SELECT id FROM users WHERE name_id_lower = $2")]
    [InlineData("SELECT id FROM users WHERE organization = $2 AND id = $1")]
    [InlineData("SELECT id FROM users WHERE organization = $10 AND id = $1")]
    [InlineData("UPDATE sessions SET ended_at = $2")]
    [InlineData("SELECT u.id FROM users u CROSS JOIN sessions s WHERE u.organization = $1 AND s.user_id = u.id")]
    [InlineData("INSERT INTO audit_entries (at, organization) VALUES ($2, $1)")]
    [InlineData("SELECT 1")]
    public void OrganizationSql_TextWithoutTheOrganization_Throws(string text) =>
        Assert.Throws<ArgumentException>(() => new OrganizationSql(text));

    [Theory]
    [InlineData("SELECT id FROM users WHERE organization = $1 AND name_id_lower = $2")]
    [InlineData("INSERT INTO audit_entries (organization, at) VALUES ($1, $2)")]
    public void OrganizationSql_TextWithTheOrganization_PutsItFirst(string text)
    {
        var batch = new StatementBatch();
        Assert.Equal(0, batch.Add("contoso", new OrganizationSql(text), "x"));
        Assert.Equal(["contoso", "x"], batch.Statements[0].Values.Select(value => value.Value));
    }

    [Fact]
    public void UnownedSql_TableOfOrganizations_NeedsTheTag()
    {
        Assert.Throws<ArgumentException>(() => new UnownedSql("DELETE FROM users"));
        Assert.True(new UnownedSql(SqlText.WideTag + "by a secret\nSELECT id FROM users").IsSelect);
        Assert.False(new UnownedSql("DELETE FROM used_ids").IsSelect);
    }
}
