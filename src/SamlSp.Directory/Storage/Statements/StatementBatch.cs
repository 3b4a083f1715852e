using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>Statements that go to the database together: one round trip, and one transaction where they write.</summary>
internal sealed class StatementBatch
{
    private readonly List<SqlStatement> _statements = [];
    private readonly List<(int Place, SessionEndCause Cause)> _endings = [];

    public IReadOnlyList<SqlStatement> Statements => _statements;

    /// <summary>The places of statements that end sessions, and why they do. <see cref="Store"/> forgets those sessions.</summary>
    public IReadOnlyList<(int Place, SessionEndCause Cause)> Endings => _endings;

    /// <summary>Adds a statement on an organization's rows.</summary>
    /// <param name="organization">The organization's name in lower case. It is <c>$1</c>.</param>
    /// <param name="sql">The statement.</param>
    /// <param name="values">The values from <c>$2</c> on.</param>
    /// <returns>The statement's place among the results.</returns>
    public int Add(string organization, OrganizationSql sql, params ReadOnlySpan<SqlValue> values)
    {
        _statements.Add(new(sql, [organization, .. values]));
        return _statements.Count - 1;
    }

    /// <summary>Adds a statement on rows that belong to no organization.</summary>
    /// <param name="sql">The statement.</param>
    /// <param name="values">The values from <c>$1</c> on.</param>
    /// <returns>The statement's place among the results.</returns>
    public int Add(UnownedSql sql, params ReadOnlySpan<SqlValue> values)
    {
        _statements.Add(new(sql, [.. values]));
        return _statements.Count - 1;
    }

    /// <summary>Says that a statement ends sessions, and returns their references.</summary>
    public void AddEnding(int place, SessionEndCause cause) => _endings.Add((place, cause));

    /// <summary>Adds another batch's statements; returns the place of the first one.</summary>
    public int Append(StatementBatch other)
    {
        var start = _statements.Count;
        _statements.AddRange(other._statements);
        _endings.AddRange(other._endings.Select(ending => (ending.Place + start, ending.Cause)));
        return start;
    }
}
