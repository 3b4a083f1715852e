namespace SamlSp.AspNetCore;

/// <summary>The configuration is wrong; says everything that is, each with the key's path.</summary>
public sealed class SamlSpConfigurationException : Exception
{
    /// <summary>Makes the exception from a line for each mistake.</summary>
    public SamlSpConfigurationException(IReadOnlyList<string> errors)
        : base(
            "SamlSp cannot start, its configuration has "
                + (errors.Count == 1 ? "a mistake" : $"{errors.Count} mistakes")
                + ":"
                + string.Concat(errors.Select(e => "\n  - " + e))
        ) => Errors = errors;

    /// <summary>A line for each mistake: the key's full path, a colon, and what is wrong.</summary>
    public IReadOnlyList<string> Errors { get; }
}
