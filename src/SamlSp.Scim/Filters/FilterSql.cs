using System.Globalization;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// The parameters of a statement and the JSON functions of the database. Names in the SQL are constants of the schemas; whatever a stranger
/// sent is a parameter.
/// </summary>
internal sealed class FilterSql
{
    private readonly List<SqlValue> _values = [];
    private readonly bool _sqlite;
    private int _aliases;

    /// <param name="sqlite">Whether it is for SQLite; otherwise PostgreSQL.</param>
    public FilterSql(bool sqlite) => _sqlite = sqlite;

    /// <summary>The parameters from <c>$2</c> on. The organization is <c>$1</c>.</summary>
    public IReadOnlyList<SqlValue> Values => _values;

    public string True => _sqlite ? "1" : "true";

    public string False => _sqlite ? "0" : "false";

    public string Parameter(SqlValue value)
    {
        _values.Add(value);
        return "$" + (_values.Count + 1).ToString(CultureInfo.InvariantCulture);
    }

    public string NewAlias() => "e" + (++_aliases).ToString(CultureInfo.InvariantCulture);

    /// <summary>A text at a path of a JSON document.</summary>
    public string Text(string document, params string[] path) =>
        _sqlite
            ? $"json_extract({document}, '$.{string.Join('.', path.Select(p => $"\"{p}\""))}')"
            : $"({document}::jsonb{string.Concat(path[..^1].Select(p => $" -> '{p}'"))} ->> '{path[^1]}')";

    /// <summary>An array of a JSON document; null when it is not there.</summary>
    public string Array(string document, params string[] path) =>
        _sqlite
            ? $"json_extract({document}, '$.{string.Join('.', path.Select(p => $"\"{p}\""))}')"
            : $"({document}::jsonb{string.Concat(path.Select(p => $" -> '{p}'"))})";

    /// <summary>The addresses of a record that was made at a sign-in: its one address, as an array.</summary>
    public string ArrayOfMail(string column) =>
        _sqlite
            ? $"json_array(json_object('value', {column}, 'type', 'work', 'primary', json('true')))"
            : $"jsonb_build_array(jsonb_build_object('value', {column}, 'type', 'work', 'primary', true))";

    /// <summary>Whether an element of an array exists for which a condition holds.</summary>
    public string Any(string array, string alias, string condition) =>
        _sqlite
            ? $"EXISTS (SELECT 1 FROM json_each({array}) {alias} WHERE {condition})"
            : $"EXISTS (SELECT 1 FROM jsonb_array_elements({array}) {alias}(value) WHERE {condition})";

    public string Contains(string text, string part) => _sqlite ? $"instr({text}, {part}) > 0" : $"strpos({text}, {part}) > 0";

    public static string StartsWith(string text, string part, int length) =>
        $"substr({text}, 1, {length.ToString(CultureInfo.InvariantCulture)}) = {part}";

    public string EndsWith(string text, string part, int length) =>
        _sqlite
            ? $"substr({text}, -{length.ToString(CultureInfo.InvariantCulture)}) = {part}"
            : $"right({text}, {length.ToString(CultureInfo.InvariantCulture)}) = {part}";

    /// <summary>Texts in the order of their code points, on both databases.</summary>
    public string Ordered(string text) => _sqlite ? text : text + " COLLATE \"C\"";

    /// <summary>Whether a JSON boolean is true: a text at one, a number at the other.</summary>
    public string IsTrue(string text) => _sqlite ? $"COALESCE({text}, 0) = 1" : $"COALESCE({text}, 'false') = 'true'";
}
