using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace SamlSp.Scim;

/// <summary>
/// Parses filters (RFC 7644 3.4.2.2) and the paths of PATCH operations (3.5.2), bounded in length, depth and size. Takes a value without
/// quotes, as Entra's documentation writes it.
/// </summary>
internal sealed class FilterParser
{
    /// <summary>The longest filter, characters.</summary>
    public const int MaxTextLength = 4096;

    private const int MaxDepth = 24;
    private const int MaxComparisons = 64;

    private readonly ScimResourceType _type;
    private readonly string _text;
    private int _at;
    private int _depth;
    private int _comparisons;
    private ScimAttribute? _element;
    private string? _error;

    private FilterParser(ScimResourceType type, string text) => (_type, _text) = (type, text);

    /// <summary>Parses a filter.</summary>
    public static bool TryParse(
        ScimResourceType type,
        string text,
        [NotNullWhen(true)] out Filter? filter,
        [NotNullWhen(false)] out string? error
    )
    {
        var parser = new FilterParser(type, text);
        filter = text.Length > MaxTextLength ? parser.Fail($"the filter is longer than {MaxTextLength} characters") : parser.Or();
        if (filter is not null && !parser.AtEnd)
        {
            filter = parser.Fail("the end was expected");
        }

        error = filter is null ? parser._error! : null;
        return filter is not null;
    }

    /// <summary>Parses a path of a PATCH operation.</summary>
    /// <param name="type">The kind of resource.</param>
    /// <param name="text">The path.</param>
    /// <param name="path">The path; null when no schema knows the attribute, or when there is an error.</param>
    /// <param name="error">What is wrong with the path's form.</param>
    public static bool TryParsePath(ScimResourceType type, string text, out AttributePath? path, [NotNullWhen(false)] out string? error)
    {
        path = null;
        error = null;
        text = text.Trim();
        var bracket = text.IndexOf('[', StringComparison.Ordinal);
        if (text.Length > MaxTextLength)
        {
            error = "the path is too long";
        }
        else if (!IsName(bracket < 0 ? text : text[..bracket]))
        {
            error = "the path does not begin with an attribute's name";
        }
        else if (bracket < 0)
        {
            path = AttributePath.Find(type, text);
            error = path is null && HasPartOfSimpleAttribute(type, text) ? "the attribute has no such part" : null;
        }
        else if (AttributePath.Find(type, text[..bracket]) is not { } found)
        {
            error = IsClosed(text, bracket) ? null : "a ] was expected";
        }
        else if (found is not { Attribute: { MultiValued: true, Type: AttributeType.Complex }, Sub: null })
        {
            error = "only an attribute with several values takes a filter in brackets";
        }
        else
        {
            path = new FilterParser(type, text).Bracketed(found, bracket, out error);
        }

        return error is null;
    }

    /// <summary>
    /// Whether a path that no schema has names a part of something that has none, as <c>userName.value</c> does. The schema knows that it
    /// is impossible; other unknown names may be attributes that the provisioning service was given by its administrator.
    /// </summary>
    private static bool HasPartOfSimpleAttribute(ScimResourceType type, string text) =>
        text.LastIndexOf('.') is > 0 and var dot
        && AttributePath.Find(type, text[..dot]) is { Attribute: { } attribute } parent
        && (parent.Sub is not null || attribute.Type != AttributeType.Complex);

    /// <summary>Whether the brackets of an unknown attribute are closed, with a name or nothing after them.</summary>
    private static bool IsClosed(string text, int bracket)
    {
        var end = text.LastIndexOf(']');
        return end > bracket && (end == text.Length - 1 || text[end + 1] == '.' && IsName(text[(end + 2)..]));
    }

    private bool AtEnd
    {
        get
        {
            SkipSpace();
            return _at == _text.Length;
        }
    }

    private AttributePath? Bracketed(AttributePath path, int bracket, out string? error)
    {
        _at = bracket + 1;
        _element = path.Attribute;
        var inner = Or();
        error =
            inner is null ? _error
            : !Take(']') ? "a ] was expected"
            : null;
        if (error is not null)
        {
            return null;
        }

        if (_at == _text.Length)
        {
            return path with { Filter = inner };
        }

        var sub = _text[_at] == '.' ? path.Attribute!.Sub(_text[(_at + 1)..]) : null;
        if (sub is null)
        {
            error = "after ] a sub-attribute was expected";
        }

        return sub is null ? null : path with { Sub = sub, Filter = inner };
    }

    private Filter? Or()
    {
        var left = And();
        while (left is not null && Word("or"))
        {
            left = And() is { } right ? new LogicalFilter(false, left, right) : null;
        }

        return left;
    }

    private Filter? And()
    {
        var left = Unary();
        while (left is not null && Word("and"))
        {
            left = Unary() is { } right ? new LogicalFilter(true, left, right) : null;
        }

        return left;
    }

    private Filter? Unary()
    {
        if (++_depth > MaxDepth)
        {
            return Fail("the filter is nested too deeply");
        }

        SkipSpace();
        var start = _at;
        Filter? result;
        if (Word("not"))
        {
            // An attribute could be called "not".
            if (Peek() == '(')
            {
                result = Brackets() is { } inner ? new NotFilter(inner) : null;
            }
            else
            {
                _at = start;
                result = Attribute();
            }
        }
        else
        {
            result = Peek() == '(' ? Brackets() : Attribute();
        }

        _depth--;
        return result;
    }

    private Filter? Brackets()
    {
        Take('(');
        var inner = Or();
        return inner is null || Take(')') ? inner : Fail("a ) was expected");
    }

    private Filter? Attribute()
    {
        if (++_comparisons > MaxComparisons)
        {
            return Fail($"the filter has more than {MaxComparisons} comparisons");
        }

        var name = Name();
        if (name.Length == 0)
        {
            return Fail("an attribute's name was expected");
        }

        var path = _element is { } element
            ? element.Sub(name) is { } sub
                ? new AttributePath(null, sub, null)
                : null
            : AttributePath.Find(_type, name);
        if (path?.Attribute is not { } attribute)
        {
            return Fail("the attribute is not known");
        }

        if (_at < _text.Length && _text[_at] == '[')
        {
            return Values(path);
        }

        var word = Name();
        if (!TryOperator(word, out var op))
        {
            return Fail("an operator was expected: eq, ne, co, sw, ew, gt, ge, lt, le or pr");
        }

        if (op == ComparisonOperator.Present)
        {
            return new ComparisonFilter(path, op, default);
        }

        var valued = path.Sub ?? attribute;
        if (valued.Type == AttributeType.Complex && valued.ValueAttribute is null)
        {
            return Fail($"{valued.Name} has no value to compare: name a sub-attribute");
        }

        if (Value() is not { } value)
        {
            return Fail("a value was expected");
        }

        if (value.Text is { } text && !ScimText.IsStorable(text))
        {
            return Fail("a value has a character that cannot be searched for");
        }

        if (!Fits(valued.Type == AttributeType.Complex ? valued.ValueAttribute! : valued, op, value))
        {
            return Fail($"{valued.Name} cannot be compared in this way");
        }

        return new ComparisonFilter(path, op, value);
    }

    private Filter? Values(AttributePath path)
    {
        if (_element is not null || path is not { Attribute: { Type: AttributeType.Complex } attribute, Sub: null })
        {
            return Fail("brackets belong to a complex attribute");
        }

        _at++;
        _element = attribute;
        var inner = Or();
        _element = null;
        if (inner is null)
        {
            return null;
        }

        if (!Take(']'))
        {
            return Fail("a ] was expected");
        }

        // emails[type eq "work"].value eq "a": the comparison is about the same element.
        if (_at >= _text.Length || _text[_at] != '.')
        {
            return new ValuePathFilter(path, inner);
        }

        _at++;
        _element = attribute;
        var rest = Attribute();
        _element = null;
        return rest is null ? null : new ValuePathFilter(path, new LogicalFilter(true, inner, rest));
    }

    private static bool Fits(ScimAttribute attribute, ComparisonOperator op, FilterValue value)
    {
        var ordered =
            op
            is ComparisonOperator.GreaterThan
                or ComparisonOperator.GreaterOrEqual
                or ComparisonOperator.LessThan
                or ComparisonOperator.LessOrEqual;
        var partial = op is ComparisonOperator.Contains or ComparisonOperator.StartsWith or ComparisonOperator.EndsWith;
        return value.Text is null
            ? !ordered && !partial
            : attribute.Type switch
            {
                AttributeType.Boolean => !ordered && !partial && value.Boolean is not null,
                AttributeType.DateTime => !partial && ScimInstant.TryParse(value.Text, out _),
                AttributeType.Binary => !ordered,
                _ => true,
            };
    }

    private FilterValue? Value()
    {
        SkipSpace();
        if (_at >= _text.Length)
        {
            return null;
        }

        if (_text[_at] == '"')
        {
            return Quoted();
        }

        // Other quotation marks are a mistake: taken as a part of the text, they would find nothing and look like an empty list.
        if (_text[_at] is '\'' or '`' or '\u2018' or '\u2019' or '\u201C' or '\u201D' or '\u201E')
        {
            Fail("a text stands in double quotes");
            return null;
        }

        var start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(_text[_at]) && _text[_at] is not (')' or ']' or '(' or '[' or '"'))
        {
            _at++;
        }

        if (_at == start)
        {
            return null;
        }

        var word = _text[start.._at];
        return word == "null" ? new FilterValue(null) : new FilterValue(word);
    }

    /// <summary>A JSON string.</summary>
    private FilterValue? Quoted()
    {
        var text = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '"')
            {
                _at++;
                return new(text.ToString());
            }

            if (c != '\\')
            {
                text.Append(c);
                continue;
            }

            if (++_at >= _text.Length)
            {
                return null;
            }

            switch (_text[_at])
            {
                case '"' or '\\' or '/':
                    text.Append(_text[_at]);
                    break;
                case 'b':
                    text.Append('\b');
                    break;
                case 'f':
                    text.Append('\f');
                    break;
                case 'n':
                    text.Append('\n');
                    break;
                case 'r':
                    text.Append('\r');
                    break;
                case 't':
                    text.Append('\t');
                    break;
                case 'u'
                    when _at + 4 < _text.Length
                        && ushort.TryParse(
                            _text.AsSpan(_at + 1, 4),
                            System.Globalization.NumberStyles.AllowHexSpecifier,
                            null,
                            out var code
                        ):
                    text.Append((char)code);
                    _at += 4;
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    private string Name()
    {
        SkipSpace();
        var start = _at;
        while (_at < _text.Length && IsNameCharacter(_text[_at]))
        {
            _at++;
        }

        return _text[start.._at];
    }

    private bool Word(string word)
    {
        SkipSpace();
        if (string.Compare(_text, _at, word, 0, word.Length, StringComparison.OrdinalIgnoreCase) != 0)
        {
            return false;
        }

        var end = _at + word.Length;
        if (end < _text.Length && IsNameCharacter(_text[end]))
        {
            return false;
        }

        _at = end;
        return true;
    }

    private char Peek()
    {
        SkipSpace();
        return _at < _text.Length ? _text[_at] : '\0';
    }

    private bool Take(char c)
    {
        if (Peek() != c)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private Filter? Fail(string error)
    {
        _error ??= $"{error} (position {_at})";
        return null;
    }

    private static bool IsName(string text) =>
        text.Length > 0 && text[0] != '.' && text[^1] != '.' && !text.Contains("..", StringComparison.Ordinal) && text.All(IsNameCharacter);

    private static bool IsNameCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '$' or ':' or '.';

    private static bool TryOperator(string word, out ComparisonOperator op)
    {
        ComparisonOperator? found = word.ToLowerInvariant() switch
        {
            "eq" => ComparisonOperator.Equal,
            "ne" => ComparisonOperator.NotEqual,
            "co" => ComparisonOperator.Contains,
            "sw" => ComparisonOperator.StartsWith,
            "ew" => ComparisonOperator.EndsWith,
            "gt" => ComparisonOperator.GreaterThan,
            "ge" => ComparisonOperator.GreaterOrEqual,
            "lt" => ComparisonOperator.LessThan,
            "le" => ComparisonOperator.LessOrEqual,
            "pr" => ComparisonOperator.Present,
            _ => null,
        };
        op = found ?? default;
        return found is not null;
    }
}
