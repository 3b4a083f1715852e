namespace SamlSp.Claims;

/// <summary>Where an expression finds its attributes: by name, in any case.</summary>
internal abstract class AttributeSource
{
    public abstract ExpressionValue Get(string name);

    /// <summary>One value is a text, several are a list.</summary>
    public static ExpressionValue FromValues(IReadOnlyList<string>? values) =>
        values switch
        {
            null or { Count: 0 } => ExpressionValue.Null,
            { Count: 1 } => ExpressionValue.FromText(values[0]),
            _ => ExpressionValue.FromList(values),
        };

    /// <summary>Exact names first; else any case, which costs a walk only for dictionaries that tell cases apart.</summary>
    public static bool TryFind<T>(IReadOnlyDictionary<string, T> values, string name, out T? value)
    {
        if (values.TryGetValue(name, out value))
        {
            return true;
        }

        if (values is Dictionary<string, T> dictionary && ReferenceEquals(dictionary.Comparer, StringComparer.OrdinalIgnoreCase))
        {
            return false;
        }

        foreach (var (key, candidate) in values)
        {
            if (!key.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            value = candidate;
            return true;
        }

        return false;
    }
}

/// <summary>Attributes as values of the language.</summary>
internal sealed class ValueAttributes(IReadOnlyDictionary<string, ExpressionValue> values) : AttributeSource
{
    public override ExpressionValue Get(string name) => TryFind(values, name, out var value) ? value : ExpressionValue.Null;
}

/// <summary>Attributes as lists of texts, as they come from claims.</summary>
internal sealed class ListAttributes(IReadOnlyDictionary<string, IReadOnlyList<string>> values) : AttributeSource
{
    public override ExpressionValue Get(string name) => TryFind(values, name, out var list) ? FromValues(list) : ExpressionValue.Null;
}
