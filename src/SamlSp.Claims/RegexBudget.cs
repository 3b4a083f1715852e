using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>
/// The time that several regular expressions have together, from the first on; one alone has <see cref="BoundedRegex.Timeout"/>.
/// </summary>
/// <param name="longest">How long.</param>
/// <param name="clock">Measures it.</param>
internal sealed class RegexBudget(TimeSpan longest, TimeProvider clock)
{
    private long? _started;

    /// <summary>Lets the next one run.</summary>
    /// <exception cref="RegexMatchTimeoutException">The time is used up.</exception>
    public void Check()
    {
        if (clock.GetElapsedTime(_started ??= clock.GetTimestamp()) > longest)
        {
            throw new RegexMatchTimeoutException();
        }
    }
}
