using System.Globalization;

namespace SamlSp.Claims;

/// <summary>Recursive descent over the text. The first mistake ends it; <see cref="Error"/> says which.</summary>
internal sealed class ExpressionParser(string text)
{
    private int _at;

    public ExpressionError? Error { get; private set; }

    public Expression? Parse()
    {
        if (text.Length > ExpressionLimits.TextLength)
        {
            return Fail(
                $"the expression has {text.Length} characters; {ExpressionLimits.TextLength} is the most",
                ExpressionLimits.TextLength
            );
        }

        var expression = Operand(0);
        if (expression is null)
        {
            return null;
        }

        SkipWhiteSpace();
        if (_at == text.Length)
        {
            return expression;
        }

        return Fail(
            text[_at] switch
            {
                '=' or '<' or '>' => "a comparison can only stand in the condition of IIF and in CBool",
                '&' or '+' => "there is no such operator: use Append or Join",
                _ => "expected the end of the expression here",
            },
            _at
        );
    }

    private Expression? Operand(int depth)
    {
        SkipWhiteSpace();
        if (_at == text.Length)
        {
            return Fail("the expression ends where a function, an [attribute] or a \"text\" is expected", _at);
        }

        var c = text[_at];
        return c switch
        {
            '"' => Text(),
            '[' => Attribute(),
            '&' or '-' => Number(),
            >= '0' and <= '9' => Number(),
            '_' => Word(depth),
            '“' or '”' or '„' or '\'' or '’' => Fail("texts stand between straight double quotes: \"text\"", _at),
            _ when char.IsAsciiLetter(c) => Word(depth),
            _ => Fail($"expected a function, an [attribute] or a \"text\", not '{c}'", _at),
        };
    }

    private TextExpression? Text()
    {
        var start = _at++;
        var value = new System.Text.StringBuilder();
        while (_at < text.Length && text[_at] != '"')
        {
            // Only \\ and \" are escapes; any other backslash stands for itself, as in the portal's own examples.
            if (text[_at] == '\\' && _at + 1 < text.Length && text[_at + 1] is '\\' or '"')
            {
                _at++;
            }

            value.Append(text[_at++]);
        }

        if (_at == text.Length)
        {
            return Fail<TextExpression>("this text has no closing quotation mark", start);
        }

        _at++;
        return new TextExpression(start, value.ToString());
    }

    private AttributeExpression? Attribute()
    {
        var start = _at;
        var end = text.AsSpan(_at + 1).IndexOfAny('[', ']');
        if (end < 0 || text[_at + 1 + end] == '[')
        {
            return Fail<AttributeExpression>("this attribute has no closing bracket", start);
        }

        var name = text.Substring(_at + 1, end).Trim();
        _at += end + 2;
        return name.Length == 0
            ? Fail<AttributeExpression>("expected an attribute's name between the brackets", start)
            : new AttributeExpression(start, name);
    }

    private NumberExpression? Number()
    {
        var start = _at++;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '.'))
        {
            _at++;
        }

        var written = text[start.._at];
        if (written.StartsWith("&H", StringComparison.OrdinalIgnoreCase))
        {
            return ulong.TryParse(written.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits)
                ? new NumberExpression(start, written.ToUpperInvariant(), ExpressionValue.FromNumber(unchecked((long)bits)))
                : Fail<NumberExpression>("expected a hexadecimal number of at most 16 digits after &H", start);
        }

        if (long.TryParse(written, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            return new NumberExpression(start, written, ExpressionValue.FromNumber(number));
        }

        const NumberStyles Fraction = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
        return written.Contains('.', StringComparison.Ordinal) && decimal.TryParse(written, Fraction, CultureInfo.InvariantCulture, out _)
            ? new NumberExpression(start, written, ExpressionValue.FromText(written))
            : Fail<NumberExpression>($"'{written}' is not a number", start);
    }

    private Expression? Word(int depth)
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] == '_'))
        {
            _at++;
        }

        var word = text[start.._at];
        SkipWhiteSpace();
        if (_at < text.Length && text[_at] == '(')
        {
            return Call(word, start, depth);
        }

        if (KeywordExpression.Spelling(word) is { } keyword)
        {
            return new KeywordExpression(start, keyword);
        }

        return Fail(
            FunctionCatalog.TryGet(word, out var function)
                ? $"expected '(' after {function.Name}"
                : $"'{word}' is neither a function nor a text: attributes stand in brackets, [{word}], texts in quotes, \"{word}\"",
            start
        );
    }

    private CallExpression? Call(string name, int start, int depth)
    {
        // (1) The function, and whether it is allowed at this depth.
        if (!FunctionCatalog.TryGet(name, out var function))
        {
            var nearest = FunctionCatalog.Nearest(name) is { } n ? $"; did you mean {n}?" : "";
            return Fail<CallExpression>($"there is no function '{name}'{nearest}", start);
        }

        if (depth == ExpressionLimits.Depth)
        {
            return Fail<CallExpression>($"functions are nested more than {ExpressionLimits.Depth} deep", start);
        }

        if (function.TopLevelOnly && depth > 0)
        {
            return Fail<CallExpression>($"{function.Name} cannot stand inside another function", start);
        }

        // (2) The arguments up to the closing parenthesis; an empty one is omitted.
        _at++;
        var arguments = new List<Expression>();
        while (true)
        {
            SkipWhiteSpace();
            if (_at == text.Length)
            {
                return Fail<CallExpression>($"{function.Name} has no closing parenthesis", start);
            }

            if (text[_at] == ')' && arguments.Count == 0)
            {
                break;
            }

            if (text[_at] is ',' or ')')
            {
                arguments.Add(new OmittedExpression(_at));
            }
            else
            {
                if (Argument(function, arguments.Count, depth) is not { } argument)
                {
                    return null;
                }

                arguments.Add(argument);
                SkipWhiteSpace();
                if (_at == text.Length)
                {
                    return Fail<CallExpression>($"{function.Name} has no closing parenthesis", start);
                }
            }

            if (text[_at] == ')')
            {
                break;
            }

            if (text[_at] != ',')
            {
                return Fail<CallExpression>(Unexpected(function), _at);
            }

            _at++;
        }

        // (3) The call, checked as a whole.
        _at++;
        return Finish(new CallExpression(start, function, [.. WithoutSurplus(function, arguments)]));
    }

    private Expression? Argument(FunctionDefinition function, int index, int depth)
    {
        var left = Operand(depth + 1);
        if (left is null)
        {
            return null;
        }

        SkipWhiteSpace();
        if (_at == text.Length || text[_at] is not ('=' or '<' or '>'))
        {
            return left;
        }

        if (!function.TakesComparison || index != 0)
        {
            return Fail("a comparison can only stand in the condition of IIF and in CBool", _at);
        }

        var comparison = Operator();
        var right = Operand(depth + 1);
        if (right is null)
        {
            return null;
        }

        SkipWhiteSpace();
        if (_at < text.Length && text[_at] is '=' or '<' or '>')
        {
            return Fail("a condition is one comparison: for AND and OR, nest IIF", _at);
        }

        return new ComparisonExpression(left.Position, left, comparison, right);
    }

    private ComparisonOperator Operator()
    {
        var first = text[_at++];
        var second = _at < text.Length ? text[_at] : '\0';
        switch (first, second)
        {
            case ('<', '>'):
                _at++;
                return ComparisonOperator.NotEqual;
            case ('<', '='):
                _at++;
                return ComparisonOperator.LessOrEqual;
            case ('>', '='):
                _at++;
                return ComparisonOperator.GreaterOrEqual;
            default:
                return first switch
                {
                    '=' => ComparisonOperator.Equal,
                    '<' => ComparisonOperator.Less,
                    _ => ComparisonOperator.Greater,
                };
        }
    }

    /// <summary>Commas after the last argument that a function has are let pass, as the portal does.</summary>
    private static List<Expression> WithoutSurplus(FunctionDefinition function, List<Expression> arguments)
    {
        while (
            arguments is [.., OmittedExpression]
            && (arguments.Count > function.Parameters.Length || (arguments.Count == 1 && function.IsRequired(0)))
        )
        {
            arguments.RemoveAt(arguments.Count - 1);
        }

        return arguments;
    }

    private CallExpression? Finish(CallExpression call)
    {
        if (call.Function.CheckArguments(call) is not { } error)
        {
            return call;
        }

        return Fail<CallExpression>(error.Message, error.Position);
    }

    private string Unexpected(FunctionDefinition function) =>
        text[_at] switch
        {
            '&' or '+' => "there is no such operator: use Append or Join",
            _ when char.IsAsciiLetter(text[_at]) => $"expected ',' or ')' in {function.Name}; there is neither AND nor OR: nest IIF",
            _ => $"expected ',' or ')' in {function.Name}",
        };

    private void SkipWhiteSpace()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at]))
        {
            _at++;
        }
    }

    private Expression? Fail(string message, int position) => Fail<Expression>(message, position);

    private T? Fail<T>(string message, int position)
        where T : Expression
    {
        Error ??= new ExpressionError(message, position);
        return null;
    }
}
