using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>
/// The time that several regular expressions have together, from the first on; one alone has <see cref="BoundedRegex.Timeout"/>.
/// </summary>
/// <param name="limit">The time that all of them have together.</param>
/// <param name="clock">Measures the time.</param>
internal sealed class RegexBudget(TimeSpan limit, TimeProvider clock)
{
    private long? _started;

    /// <summary>Checks that the next expression may run.</summary>
    /// <exception cref="RegexMatchTimeoutException">The time is used up.</exception>
    public void Check()
    {
        if (clock.GetElapsedTime(_started ??= clock.GetTimestamp()) > limit)
        {
            throw new RegexMatchTimeoutException();
        }
    }
}
