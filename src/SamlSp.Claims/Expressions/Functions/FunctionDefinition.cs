namespace SamlSp.Claims;

/// <summary>Computes a function's value.</summary>
internal delegate ExpressionValue FunctionBody(EvaluationContext context, CallExpression call);

/// <summary>Looks, once, when the expression is parsed, at what the parameters' names cannot say.</summary>
internal delegate ExpressionError? FunctionCheck(CallExpression call);

/// <summary>
/// A function of the language. Parameters are written as in Entra's reference: <c>?</c> after a name means that it may be
/// left out, <c>...</c> that any number of further ones may follow.
/// </summary>
internal sealed class FunctionDefinition
{
    public FunctionDefinition(string signature, FunctionBody body)
    {
        var open = signature.IndexOf('(', StringComparison.Ordinal);
        Name = signature[..open];
        Signature = signature;
        Body = body;
        Parameters = signature[(open + 1)..^1].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        Repeats = Parameters is [.., "..."];
        if (Repeats)
        {
            Parameters = Parameters[..^1];
        }
    }

    public string Name { get; }

    public string Signature { get; }

    public string[] Parameters { get; }

    public bool Repeats { get; }

    public FunctionBody Body { get; }

    public FunctionCheck? Check { get; init; }

    /// <summary>Handles missing values: an attribute without a value below it does not make a comparison fail.</summary>
    public bool TakesNull { get; init; }

    /// <summary>Whether the first argument may be a comparison.</summary>
    public bool TakesComparison { get; init; }

    /// <summary>Whether it is allowed only as the outermost function.</summary>
    public bool TopLevelOnly { get; init; }

    public bool IsRequired(int index) => index < Parameters.Length && !Parameters[index].EndsWith('?');

    /// <summary>The first mistake in the arguments, or null.</summary>
    public ExpressionError? CheckArguments(CallExpression call)
    {
        if (call.Count > Parameters.Length && !Repeats)
        {
            return new ExpressionError(
                $"{Signature.Replace("?", "", StringComparison.Ordinal)} takes {Amount(Parameters.Length)}, but here is one more",
                call.Arguments[Parameters.Length].Position
            );
        }

        for (var i = 0; i < Parameters.Length; i++)
        {
            if (!IsRequired(i) || call.Has(i))
            {
                continue;
            }

            var at = i < call.Count ? call.Arguments[i].Position : call.Position;
            return new ExpressionError(
                $"{Name} needs its {Ordinal(i)} argument, {Parameters[i]}: {Signature.Replace("?", "", StringComparison.Ordinal)}",
                at
            );
        }

        return Check?.Invoke(call);
    }

    private static string Amount(int count) =>
        count switch
        {
            0 => "no argument",
            1 => "one argument",
            _ => $"{count} arguments",
        };

    private static string Ordinal(int index) =>
        index switch
        {
            0 => "first",
            1 => "second",
            2 => "third",
            3 => "fourth",
            _ => $"{index + 1}th",
        };
}
