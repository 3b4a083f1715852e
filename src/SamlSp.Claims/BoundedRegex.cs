using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>
/// Regular expressions that an administrator wrote and that run on untrusted input: linear where the pattern allows, and always with a
/// time limit.
/// </summary>
internal static class BoundedRegex
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Compiles a pattern. NonBacktracking first: it finds the same matches and groups in linear time, but knows neither
    /// look-around nor back-references, atomic groups or conditions; such patterns run on the backtracking engine.
    /// </summary>
    public static bool TryCreate(string pattern, [NotNullWhen(true)] out Regex? regex, [NotNullWhen(false)] out string? error)
    {
        error = null;
        if (pattern.Length > ExpressionLimits.PatternLength)
        {
            regex = null;
            error = $"the pattern is longer than {ExpressionLimits.PatternLength} characters";
            return false;
        }

        try
        {
            try
            {
                regex = new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, Timeout);
            }
            catch (NotSupportedException)
            {
                regex = new Regex(pattern, RegexOptions.CultureInvariant, Timeout);
            }

            return true;
        }
        catch (ArgumentException exception)
        {
            regex = null;
            error = $"the pattern is not a .NET regular expression: {exception.Message.TrimEnd('.')}";
            return false;
        }
    }
}
