namespace SamlSp.AspNetCore;

/// <summary>The configuration has mistakes. The message lists all of them, each with the path of its key.</summary>
public sealed class SamlSpConfigurationException : Exception
{
    /// <summary>Creates the exception from a line for each mistake.</summary>
    public SamlSpConfigurationException(IReadOnlyList<string> errors)
        : base(
            "SamlSp cannot start, its configuration has "
                + (errors.Count == 1 ? "a mistake" : $"{errors.Count} mistakes")
                + ":"
                + string.Concat(errors.Select(e => "\n  - " + e))
        ) => Errors = errors;

    /// <summary>A line for each mistake: the full path of the key, a colon, and the problem.</summary>
    public IReadOnlyList<string> Errors { get; }
}
