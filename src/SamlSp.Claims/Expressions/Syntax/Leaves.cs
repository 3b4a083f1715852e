namespace SamlSp.Claims;

/// <summary><c>"text"</c></summary>
internal sealed class TextExpression(int position, string text) : Expression(position)
{
    public string Text { get; } = text;

    public override ExpressionValue Compute(EvaluationContext context) => ExpressionValue.FromText(Text);
}

/// <summary>
/// A bare number: <c>1000</c>, <c>-10</c>, <c>1.5</c>, <c>&amp;HF</c>. Kept as written; a fraction is a text, since no function takes one.
/// </summary>
internal sealed class NumberExpression(int position, string written, ExpressionValue value) : Expression(position)
{
    public string Written { get; } = written;

    public ExpressionValue Value { get; } = value;

    public override ExpressionValue Compute(EvaluationContext context) => Value;
}

/// <summary><c>[attribute]</c></summary>
internal sealed class AttributeExpression(int position, string name) : Expression(position)
{
    public string Name { get; } = name;

    public override ExpressionValue Compute(EvaluationContext context) => context.Attributes.Get(Name);
}

/// <summary>A bare word with a meaning: <c>vbTextCompare</c>, <c>IgnoreAttributeFlow</c>, …</summary>
internal sealed class KeywordExpression(int position, string word) : Expression(position)
{
    private static readonly (string Word, ExpressionValue Value)[] Known =
    [
        ("vbBinaryCompare", ExpressionValue.FromText("vbBinaryCompare")),
        ("vbTextCompare", ExpressionValue.FromText("vbTextCompare")),
        ("IgnoreAttributeFlow", ExpressionValue.Ignored),
        ("IgnoreObjectFlow", ExpressionValue.Ignored),
        ("True", ExpressionValue.FromBoolean(true)),
        ("False", ExpressionValue.FromBoolean(false)),
        ("Null", ExpressionValue.Null),
    ];

    public string Word { get; } = word;

    /// <summary>The canonical spelling of a known word, or null.</summary>
    public static string? Spelling(ReadOnlySpan<char> written)
    {
        foreach (var (word, _) in Known)
        {
            if (written.Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                return word;
            }
        }

        return null;
    }

    public override ExpressionValue Compute(EvaluationContext context) => Array.Find(Known, k => k.Word == Word).Value;
}

/// <summary>An argument that is left out: nothing between two commas.</summary>
internal sealed class OmittedExpression(int position) : Expression(position)
{
    public override ExpressionValue Compute(EvaluationContext context) => ExpressionValue.Null;
}
