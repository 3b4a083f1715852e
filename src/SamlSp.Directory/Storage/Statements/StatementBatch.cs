using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace SamlSp.Directory;

/// <summary>
/// Statements that go to the database together: one round trip, and one transaction where they write. There are two ways to add one, and
/// each checks the text: rows of organizations are reached through one organization only.
/// </summary>
internal sealed partial class StatementBatch
{
    private static readonly ConcurrentDictionary<string, bool> Checked = new(StringComparer.Ordinal);

    private readonly List<SqlStatement> _statements = [];

    public IReadOnlyList<SqlStatement> Statements => _statements;

    /// <summary>Adds a statement on an organization's rows.</summary>
    /// <param name="organization">The organization's name in lower case. It is <c>$1</c>.</param>
    /// <param name="text">
    /// A constant. Every table in it is compared with <c>organization = $1</c>, or gets <c>$1</c> as the organization of its new rows.
    /// </param>
    /// <param name="values">The values from <c>$2</c> on.</param>
    /// <returns>The statement's place among the results.</returns>
    /// <exception cref="InvalidOperationException">The text does not name the organization.</exception>
    public int Add(string organization, string text, params ReadOnlySpan<SqlValue> values)
    {
        if (!Checked.GetOrAdd(text, static text => NamesOrganization(text)))
        {
            throw new InvalidOperationException("The statement does not name the organization: " + text);
        }

        return Append(text, [organization, .. values]);
    }

    /// <summary>Adds a statement on rows that belong to no organization.</summary>
    /// <param name="text">A constant. It names none of the tables that belong to organizations.</param>
    /// <param name="values">The values from <c>$1</c> on.</param>
    /// <returns>The statement's place among the results.</returns>
    /// <exception cref="InvalidOperationException">The text names a table of organizations.</exception>
    public int AddUnowned(string text, params ReadOnlySpan<SqlValue> values)
    {
        if (!Checked.GetOrAdd(text, static text => text.StartsWith(WideTag, StringComparison.Ordinal) || !OwnedTable().IsMatch(text)))
        {
            throw new InvalidOperationException("The statement reaches rows of organizations: " + text);
        }

        return Append(text, [.. values]);
    }

    /// <summary>What a statement begins with that reaches rows of any organization, because a secret or a reference finds them.</summary>
    public const string WideTag = "-- store-wide: ";

    /// <summary>Whether each table of organizations in a text is bound to <c>$1</c>.</summary>
    internal static bool NamesOrganization(string text) =>
        OwnedTable().Count(text) is > 0 and var tables && ComparedOrInserted().Count(text) >= tables;

    private int Append(string text, SqlValue[] values)
    {
        _statements.Add(new(text, values));
        return _statements.Count - 1;
    }

    [GeneratedRegex(
        @"\b(FROM|JOIN|INTO|UPDATE) (users|sessions|audit_entries|role_grants|org_units|policy_versions|sign_in_traces|token_families|tokens|provisioned_\w+|provisioning_credentials|organizations|terms_acceptances|identity_provider_metadata|sign_in_tests)\b",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex OwnedTable();

    [GeneratedRegex(@"\borganization = \$1|INTO \w+ \(organization,", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ComparedOrInserted();
}
