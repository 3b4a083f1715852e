namespace SamlSp.Claims;

/// <summary>What is wrong with a mapping expression, or why it gave no value.</summary>
/// <param name="Message">One sentence for an administrator.</param>
/// <param name="Position">Where in the text, 0-based, in UTF-16 code units.</param>
public sealed record ExpressionError(string Message, int Position);
