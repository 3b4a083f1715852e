using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Scim;

/// <summary>Turns a filter into a condition of a database query.</summary>
internal sealed class FilterTranslator(FilterSql sql, SqlColumns columns)
{
    private string? _error;

    public bool TryTranslate(Filter filter, [NotNullWhen(true)] out string? condition, [NotNullWhen(false)] out string? error)
    {
        condition = Translate(filter, inNot: false);
        error = condition is null ? _error ?? "the attribute cannot be searched for" : null;
        return condition is not null;
    }

    private string? Translate(Filter filter, bool inNot) =>
        filter switch
        {
            LogicalFilter logical => Translate(logical.Left, inNot) is { } left && Translate(logical.Right, inNot) is { } right
                ? $"({left} {(logical.IsAnd ? "AND" : "OR")} {right})"
                : null,
            NotFilter not => Translate(not.Inner, inNot: true) is { } inner ? $"NOT ({inner})" : null,
            ComparisonFilter comparison => Known(Comparison(comparison), inNot),
            ValuePathFilter values => Known(Values(values), inNot),
            _ => null,
        };

    /// <summary>Below a "not", what is not there must be false and not unknown; elsewhere that would hide the index.</summary>
    private string? Known(string? condition, bool inNot) =>
        condition is not null && inNot ? $"COALESCE({condition}, {sql.False})" : condition;

    private string? Comparison(ComparisonFilter comparison)
    {
        var (path, op, value) = (comparison.Path, comparison.Operator, comparison.Value);
        if (op == ComparisonOperator.NotEqual)
        {
            return Comparison(comparison with { Operator = ComparisonOperator.Equal }) is { } equal
                ? $"NOT COALESCE({equal}, {sql.False})"
                : null;
        }

        if (columns.Special(sql, path, op, value) is { } special)
        {
            return special;
        }

        var attribute = path.Attribute!;
        if (!attribute.MultiValued)
        {
            if (attribute.Type == AttributeType.Complex && path.Sub is null)
            {
                // The manager as a whole is its value.
                return attribute.ValueAttribute is { } whole ? Comparison(comparison with { Path = path with { Sub = whole } })
                    : op == ComparisonOperator.Present ? AnySub(path)
                    : Fail();
            }

            return columns.Scalar(sql, path) is { } scalar ? Scalar(scalar, path.Sub ?? attribute, op, value) : Fail();
        }

        if (columns.Array(sql, path with { Sub = null }) is not { } array)
        {
            return Fail();
        }

        if (op == ComparisonOperator.Present && path.Sub is null)
        {
            return sql.Any(array, sql.NewAlias(), sql.True + " = " + sql.True);
        }

        var sub = path.Sub ?? attribute.ValueAttribute!;
        var alias = sql.NewAlias();
        return value.Text is null && op == ComparisonOperator.Equal
            ? $"NOT {sql.Any(array, alias, Scalar(sql.Text(alias + ".value", sub.Name), sub, ComparisonOperator.Present, default))}"
            : sql.Any(array, alias, Scalar(sql.Text(alias + ".value", sub.Name), sub, op, value));
    }

    private string? AnySub(AttributePath path)
    {
        var subs = path.Attribute!.SubAttributes.Select(s => columns.Scalar(sql, path with { Sub = s }))
            .OfType<string>()
            .Select(s => s + " IS NOT NULL")
            .ToList();
        return subs.Count == 0 ? Fail() : $"({string.Join(" OR ", subs)})";
    }

    private string? Values(ValuePathFilter values)
    {
        if (!values.Path.Attribute!.MultiValued)
        {
            return Inside(values.Inner, sub => columns.Scalar(sql, values.Path with { Sub = sub }));
        }

        var narrowed = Narrowed(values);
        if (columns.Array(sql, values.Path) is not { } array)
        {
            // Members and groups are rows, not JSON: only "value" can be asked for.
            return
                values.Inner is ComparisonFilter only
                && columns.Special(
                    sql,
                    values.Path with
                    {
                        Sub = values.Path.Attribute.Sub(only.Path.Attribute!.Name),
                    },
                    only.Operator,
                    only.Value
                )
                    is { } special
                ? special
                : Fail();
        }

        var alias = sql.NewAlias();
        if (Inside(values.Inner, sub => sql.Text(alias + ".value", sub.Name)) is not { } inner)
        {
            return null;
        }

        var exact = sql.Any(array, alias, inner);
        return narrowed is null ? exact : $"({narrowed} AND {exact})";
    }

    /// <summary>
    /// <c>emails[type eq "work"].value eq "a"</c> holds at most for those whom the index has for "a": found by it, and then looked at.
    /// </summary>
    private string? Narrowed(ValuePathFilter values)
    {
        for (var filter = values.Inner; ; )
        {
            if (filter is ComparisonFilter { Operator: ComparisonOperator.Equal } comparison && comparison.Path.Attribute!.Name == "value")
            {
                return columns.Special(sql, values.Path, comparison.Operator, comparison.Value);
            }

            if (filter is not LogicalFilter { IsAnd: true } and)
            {
                return null;
            }

            if (and.Right is ComparisonFilter { Operator: ComparisonOperator.Equal } right && right.Path.Attribute!.Name == "value")
            {
                return columns.Special(sql, values.Path, right.Operator, right.Value);
            }

            filter = and.Left;
        }
    }

    private string? Inside(Filter filter, Func<ScimAttribute, string?> column) =>
        filter switch
        {
            LogicalFilter logical => Inside(logical.Left, column) is { } left && Inside(logical.Right, column) is { } right
                ? $"({left} {(logical.IsAnd ? "AND" : "OR")} {right})"
                : null,
            NotFilter not => Inside(not.Inner, column) is { } inner ? $"NOT ({inner})" : null,
            ComparisonFilter { Operator: ComparisonOperator.NotEqual } ne => Inside(ne with { Operator = ComparisonOperator.Equal }, column)
                is { } equal
                ? $"NOT {equal}"
                : null,
            ComparisonFilter comparison => column(comparison.Path.Attribute!) is { } expression
                ? $"COALESCE({Scalar(expression, comparison.Path.Attribute!, comparison.Operator, comparison.Value)}, {sql.False})"
                : Fail(),
            _ => Fail(),
        };

    private string Scalar(string expression, ScimAttribute attribute, ComparisonOperator op, FilterValue value)
    {
        if (op == ComparisonOperator.Present)
        {
            return $"({expression} IS NOT NULL)";
        }

        if (value.Text is not { } text)
        {
            return $"({expression} IS NULL)";
        }

        if (attribute.Type == AttributeType.Boolean)
        {
            return value.Boolean == true ? sql.IsTrue(expression) : $"NOT ({sql.IsTrue(expression)})";
        }

        if (attribute.Type == AttributeType.DateTime && ScimInstant.TryParse(text, out var instant))
        {
            return $"{expression} {Sign(op)} {sql.Parameter(instant.UtcTicks)}";
        }

        if (!attribute.CaseExact)
        {
            (expression, text) = ($"lower({expression})", text.ToLowerInvariant());
        }

        var parameter = sql.Parameter(text);
        return op switch
        {
            ComparisonOperator.Contains => sql.Contains(expression, parameter),
            ComparisonOperator.StartsWith => FilterSql.StartsWith(expression, parameter, CodePoints(text)),
            ComparisonOperator.EndsWith => text.Length == 0
                ? $"{expression} IS NOT NULL"
                : sql.EndsWith(expression, parameter, CodePoints(text)),
            ComparisonOperator.Equal => $"{expression} = {parameter}",
            _ => $"{sql.Ordered(expression)} {Sign(op)} {parameter}",
        };
    }

    /// <summary>Databases count code points, not UTF-16.</summary>
    private static int CodePoints(string text) => text.EnumerateRunes().Count();

    private static string Sign(ComparisonOperator op) =>
        op switch
        {
            ComparisonOperator.GreaterThan => ">",
            ComparisonOperator.GreaterOrEqual => ">=",
            ComparisonOperator.LessThan => "<",
            ComparisonOperator.LessOrEqual => "<=",
            _ => "=",
        };

    private string? Fail()
    {
        _error ??= "the attribute cannot be searched for";
        return null;
    }
}
