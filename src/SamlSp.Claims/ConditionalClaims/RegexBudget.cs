using System.Text.RegularExpressions;

namespace SamlSp.Claims;

/// <summary>The time that the regular expressions of one person's claim rules have together; one alone has <see cref="BoundedRegex.Timeout"/>.</summary>
internal sealed class RegexBudget(TimeProvider clock)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    private readonly long _started = clock.GetTimestamp();

    /// <summary>Lets the next one run.</summary>
    /// <exception cref="RegexMatchTimeoutException">The time is used up.</exception>
    public void Check()
    {
        if (clock.GetElapsedTime(_started) > Longest) throw new RegexMatchTimeoutException();
    }
}
