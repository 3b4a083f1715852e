using System.Text.RegularExpressions;

namespace SamlSp.Directory;

/// <summary>
/// The text of a statement that both databases understand, with its values as <c>$1</c>, <c>$2</c> and so on. <c>EACH($2)</c> is a table of
/// the texts in a JSON array: <c>FROM EACH($2)</c> has the column <c>item.value</c>. There are two kinds of statements, and each checks its
/// text, so that rows of organizations are reached through one organization only.
/// </summary>
internal abstract partial class SqlText
{
    /// <summary>What a statement begins with that reaches rows of any organization, because a secret or a reference finds them.</summary>
    public const string WideTag = "-- store-wide: ";

    private const string PostgreSqlEach = "jsonb_array_elements_text(${list}::jsonb) AS item(value)";
    private const string SqliteEach = "json_each(${list}) AS item";

    private protected SqlText(string text)
    {
        (Text, SqliteText) = (Each().Replace(text, PostgreSqlEach), Each().Replace(text, SqliteEach));
        IsSelect = text.StartsWith("SELECT", StringComparison.Ordinal) || text.StartsWith(WideTag, StringComparison.Ordinal);
        ReturnsRows = IsSelect || text.Contains(" RETURNING ", StringComparison.Ordinal);
    }

    /// <summary>The text for PostgreSQL.</summary>
    public string Text { get; }

    /// <summary>The text for SQLite.</summary>
    public string SqliteText { get; }

    /// <summary>Whether the statement is a constant, which SQLite's connections keep prepared.</summary>
    public bool IsConstant { get; private protected init; } = true;

    /// <summary>Whether the statement only reads.</summary>
    public bool IsSelect { get; }

    public bool ReturnsRows { get; }

    /// <summary>The tables that belong to organizations, wherever a statement uses one.</summary>
    [GeneratedRegex(
        @"\b(FROM|JOIN|INTO|UPDATE) (users|sessions|audit_entries|role_grants|org_units|policy_versions|sign_in_traces"
            + @"|token_families|tokens|provisioned_\w+|provisioning_credentials|organizations|organization_domains|terms_acceptances"
            + @"|identity_provider_metadata|sign_in_tests|session_uses|graph_watches)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private protected static partial Regex OwnedTable();

    [GeneratedRegex(@"\bEACH\((?<list>\$\d+)\)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Each();

    [GeneratedRegex(@"\borganization = \$1\b|INTO \w+ \(organization,", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private protected static partial Regex ComparedOrInserted();
}

/// <summary>
/// A statement on an organization's rows. The organization is <c>$1</c>: every table is compared with <c>organization = $1</c>, or gets
/// <c>$1</c> as the organization of its new rows.
/// </summary>
internal sealed class OrganizationSql : SqlText
{
    /// <exception cref="ArgumentException">The text does not name the organization.</exception>
    public OrganizationSql(string text)
        : base(text)
    {
        if (OwnedTable().Count(text) is not (> 0 and var tables) || ComparedOrInserted().Count(text) < tables)
        {
            throw new ArgumentException("The statement does not name the organization: " + text, nameof(text));
        }
    }

    /// <summary>A statement that was put together for one use, of constant parts.</summary>
    /// <exception cref="ArgumentException">The text does not name the organization.</exception>
    public static OrganizationSql Composed(string text) => new(text) { IsConstant = false };
}

/// <summary>A statement on rows that belong to no organization, or one with <see cref="SqlText.WideTag"/>.</summary>
internal sealed class UnownedSql : SqlText
{
    /// <exception cref="ArgumentException">The text names a table that belongs to organizations.</exception>
    public UnownedSql(string text)
        : base(text)
    {
        if (!text.StartsWith(WideTag, StringComparison.Ordinal) && OwnedTable().IsMatch(text))
        {
            throw new ArgumentException("The statement reaches rows of organizations: " + text, nameof(text));
        }
    }
}
