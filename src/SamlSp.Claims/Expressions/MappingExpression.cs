using System.Diagnostics.CodeAnalysis;

namespace SamlSp.Claims;

/// <summary>
/// An expression in the language of Entra's provisioning mappings, parsed once and evaluated often. Immutable, safe for
/// concurrent use, no I/O. docs/expressions.md describes the language and every judgement where Entra's documents are silent.
/// </summary>
public sealed class MappingExpression
{
    /// <summary>The most characters that an expression may have, as in Entra.</summary>
    public const int MaximumLength = ExpressionLimits.TextLength;

    private readonly Expression _root;

    private MappingExpression(Expression root, string text)
    {
        (_root, Text) = (root, text);
        // The texts of a trace's steps are written here, where the expression is read, and not during the first sign-in.
        if (text.Length <= ExpressionLimits.ExplainedLength)
        {
            root.WriteCanonical();
        }
    }

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>The names of the attributes it reads, each once, in the order of the text.</summary>
    public IReadOnlyList<string> Attributes => [.. Names(_root).Distinct(StringComparer.OrdinalIgnoreCase)];

    internal Expression Root => _root;

    /// <summary>Parses an expression. Never throws, whatever the text.</summary>
    /// <param name="text">The expression.</param>
    /// <param name="expression">The result.</param>
    /// <param name="error">The first mistake.</param>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out MappingExpression? expression,
        [NotNullWhen(false)] out ExpressionError? error
    )
    {
        text ??= "";
        var parser = new ExpressionParser(text);
        var root = parser.Parse();
        expression = root is null ? null : new MappingExpression(root, text);
        error = root is null ? parser.Error! : null;
        return root is not null;
    }

    /// <summary>Parses an expression that is known to be right, such as one in source code.</summary>
    /// <param name="text">The expression.</param>
    /// <exception cref="FormatException">The text is not an expression.</exception>
    public static MappingExpression Parse(string text) =>
        TryParse(text, out var expression, out var error)
            ? expression
            : throw new FormatException($"{error.Message} (position {error.Position})");

    /// <summary>Computes the value. Bad input gives an error in the result, never an exception.</summary>
    /// <param name="attributes">Attribute values by name; names are found in any case, a missing one is null.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    public ExpressionResult Evaluate(IReadOnlyDictionary<string, ExpressionValue> attributes, TimeProvider clock) =>
        Run(new ValueAttributes(attributes), clock, null, null);

    /// <summary>Computes the value from attributes as they come from claims: no value is null, one is a text, several are a list.</summary>
    /// <param name="attributes">Attribute values by name.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    public ExpressionResult Evaluate(IReadOnlyDictionary<string, IReadOnlyList<string>> attributes, TimeProvider clock) =>
        Run(new ListAttributes(attributes), clock, null, null);

    /// <summary>Computes the value, with <c>SelectUniqueValue</c> asking the target which values are taken.</summary>
    /// <param name="attributes">Attribute values by name.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    /// <param name="isTaken">Whether a value exists in the target already.</param>
    public ExpressionResult Evaluate(
        IReadOnlyDictionary<string, ExpressionValue> attributes,
        TimeProvider clock,
        Func<string, bool> isTaken
    ) => Run(new ValueAttributes(attributes), clock, isTaken, null);

    /// <summary>Computes the value, with a trace of how.</summary>
    /// <param name="attributes">Attribute values by name.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    public ExpressionResult Explain(IReadOnlyDictionary<string, ExpressionValue> attributes, TimeProvider clock) =>
        Run(new ValueAttributes(attributes), clock, null, []);

    /// <summary>Computes the value from claims, with a trace of how.</summary>
    /// <param name="attributes">Attribute values by name.</param>
    /// <param name="clock">For <c>Now()</c>.</param>
    public ExpressionResult Explain(IReadOnlyDictionary<string, IReadOnlyList<string>> attributes, TimeProvider clock) =>
        Run(new ListAttributes(attributes), clock, null, []);

    /// <summary>The canonical text: parsed again, it gives the same expression.</summary>
    public override string ToString() => _root.Canonical;

    internal ExpressionResult Run(
        AttributeSource attributes,
        TimeProvider clock,
        Func<string, bool>? isTaken,
        List<ExpressionTraceStep>? trace
    )
    {
        ArgumentNullException.ThrowIfNull(clock);
        var context = new EvaluationContext(attributes, clock, isTaken, trace);
        var value = context.Evaluate(_root);
        return new ExpressionResult
        {
            Error = context.Error,
            Value =
                context.Error is not null ? ExpressionValue.Null
                : context.IsIgnored ? ExpressionValue.Ignored
                : value,
            Trace = trace is null ? [] : trace,
        };
    }

    private static IEnumerable<string> Names(Expression part) =>
        part is AttributeExpression attribute ? [attribute.Name] : part.Parts.SelectMany(Names);
}
