namespace SamlSp.Claims;

/// <summary>
/// One transformation of a conditional claim. Which properties a function takes is in docs/claims.md. Where an attribute is
/// asked for, a constant may stand in single quotes: <c>'@'</c>.
/// </summary>
public sealed record ClaimTransformation
{
    /// <summary>The function, as in the portal: <c>RegexReplace</c>, <c>Join</c>, … in any case, with or without <c>()</c>.</summary>
    public required string Function { get; init; }

    /// <summary>The attribute that is transformed; absent in the second of two transformations.</summary>
    public string? Input { get; init; }

    /// <summary>A .NET regular expression (RegexReplace).</summary>
    public string? Pattern { get; init; }

    /// <summary>The output's text, with <c>{group}</c> and <c>{attribute}</c> placeholders (RegexReplace).</summary>
    public string? Replacement { get; init; }

    /// <summary>Up to five further attributes for the replacement (RegexReplace).</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The attribute that is given when nothing matches; without it there is no output then.</summary>
    public string? OutputIfNoMatch { get; init; }

    /// <summary>The text that is looked for (Contains, StartWith, EndWith, Extract).</summary>
    public string? Value { get; init; }

    /// <summary>The text that ends what is extracted (Extract, mode <c>between</c>).</summary>
    public string? Value2 { get; init; }

    /// <summary>What stands between the two inputs (Join).</summary>
    public string? Separator { get; init; }

    /// <summary>The second attribute (Join).</summary>
    public string? Input2 { get; init; }

    /// <summary>The attribute that is given on a match (Contains, StartWith, EndWith, IfEmpty, IfNotEmpty).</summary>
    public string? Output { get; init; }

    /// <summary>Where to begin, 0-based (Substring).</summary>
    public int? Start { get; init; }

    /// <summary>How many characters; without it, to the end (Substring).</summary>
    public int? Length { get; init; }

    /// <summary>
    /// <c>after</c>, <c>before</c>, <c>between</c> (Extract); <c>prefix</c>, <c>suffix</c> (ExtractAlpha, ExtractNumeric).
    /// </summary>
    public string? Mode { get; init; }

    /// <summary>“Treat source as multivalued”: every value is transformed. Off (the default): only the first.</summary>
    public bool MultiValued { get; init; }
}
