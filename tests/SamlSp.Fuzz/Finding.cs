namespace SamlSp.Fuzz;

/// <summary>An input that the product handles wrongly.</summary>
/// <param name="Target">The target's name.</param>
/// <param name="Iteration">The iteration that created it.</param>
/// <param name="What">What is wrong.</param>
/// <param name="Input">The input.</param>
internal sealed record Finding(string Target, long Iteration, string What, byte[] Input);
