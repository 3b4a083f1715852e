namespace SamlSp.Claims;

/// <summary>Computes a transformation's output; null or empty is none.</summary>
internal delegate string? Transform(string? input, ClaimSubject subject);

/// <summary>One transformation, ready to run.</summary>
internal sealed class CompiledTransformation(ClaimInput? input, Transform apply, bool takesEmpty)
{
    /// <summary>What the first of a row takes; null for the second.</summary>
    public ClaimInput? Input => input;

    /// <summary>Whether it also runs when there is no input (IfEmpty).</summary>
    public bool TakesEmpty => takesEmpty;

    public string? Apply(string? value, ClaimSubject subject) => apply(value, subject);
}
