namespace SamlSp.Claims;

/// <summary>What an expression gave: a value, or an error.</summary>
public sealed record ExpressionResult
{
    /// <summary>Whether there is a value (which may be null) and no error.</summary>
    public bool Succeeded => Error is null;

    /// <summary>The value; <see cref="ExpressionValue.Null"/> on error.</summary>
    public ExpressionValue Value { get; init; }

    /// <summary>Why there is no value; null when there is one.</summary>
    public ExpressionError? Error { get; init; }

    /// <summary>
    /// The steps, when they were asked for
    /// (<see cref="MappingExpression.Explain(IReadOnlyDictionary{string, ExpressionValue}, TimeProvider)"/>); otherwise empty.
    /// </summary>
    public IReadOnlyList<ExpressionTraceStep> Trace { get; init; } = [];
}
