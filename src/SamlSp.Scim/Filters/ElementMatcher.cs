using System.Text.Json.Nodes;

namespace SamlSp.Scim;

/// <summary>Whether an element of a multi-valued attribute matches the filter of a PATCH path.</summary>
internal static class ElementMatcher
{
    public static bool Matches(Filter filter, JsonObject element) =>
        filter switch
        {
            LogicalFilter { IsAnd: true } and => Matches(and.Left, element) && Matches(and.Right, element),
            LogicalFilter or => Matches(or.Left, element) || Matches(or.Right, element),
            NotFilter not => !Matches(not.Inner, element),
            ComparisonFilter comparison => Compare(comparison, element[comparison.Path.Attribute!.Name]),
            _ => false,
        };

    /// <summary>
    /// The sub-attributes that an element must have to match: where none matches yet, a new one gets them. Null when the filter has more
    /// than <c>eq</c> and <c>and</c>.
    /// </summary>
    public static JsonObject? Describe(Filter filter)
    {
        var element = new JsonObject();
        return Describe(filter, element) ? element : null;
    }

    private static bool Describe(Filter filter, JsonObject element)
    {
        if (filter is LogicalFilter { IsAnd: true } and)
        {
            return Describe(and.Left, element) && Describe(and.Right, element);
        }

        if (filter is not ComparisonFilter { Operator: ComparisonOperator.Equal, Value.Text: { } text } comparison)
        {
            return false;
        }

        var attribute = comparison.Path.Attribute!;
        element[attribute.Name] = attribute.Type == AttributeType.Boolean ? bool.TryParse(text, out var value) && value : text;
        return true;
    }

    private static bool Compare(ComparisonFilter comparison, JsonNode? node)
    {
        var text = node is JsonValue value
            ? value.GetValueKind() == System.Text.Json.JsonValueKind.String
                ? value.GetValue<string>()
                : value.ToJsonString()
            : null;
        var (op, wanted) = (comparison.Operator, comparison.Value.Text);
        if (op == ComparisonOperator.Present)
        {
            return !string.IsNullOrEmpty(text);
        }

        if (wanted is null)
        {
            return op == ComparisonOperator.Equal == text is null;
        }

        if (text is null)
        {
            // Not being primary is the same as saying nothing about it.
            if (comparison.Path.Attribute!.Type != AttributeType.Boolean)
            {
                return op == ComparisonOperator.NotEqual;
            }

            text = "false";
        }

        var comparer = comparison.Path.Attribute!.CaseExact ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return op switch
        {
            ComparisonOperator.Equal => text.Equals(wanted, comparer),
            ComparisonOperator.NotEqual => !text.Equals(wanted, comparer),
            ComparisonOperator.Contains => text.Contains(wanted, comparer),
            ComparisonOperator.StartsWith => text.StartsWith(wanted, comparer),
            ComparisonOperator.EndsWith => text.EndsWith(wanted, comparer),
            ComparisonOperator.GreaterThan => string.Compare(text, wanted, comparer) > 0,
            ComparisonOperator.GreaterOrEqual => string.Compare(text, wanted, comparer) >= 0,
            ComparisonOperator.LessThan => string.Compare(text, wanted, comparer) < 0,
            _ => string.Compare(text, wanted, comparer) <= 0,
        };
    }
}
