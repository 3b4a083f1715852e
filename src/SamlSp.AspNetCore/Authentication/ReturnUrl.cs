namespace SamlSp.AspNetCore;

/// <summary>Where a browser goes afterwards: never to another host.</summary>
internal static class ReturnUrl
{
    /// <summary>It travels in a cookie, and browsers drop those of more than 4 KB.</summary>
    private const int Longest = 1000;

    /// <summary>The value as a local path, or <paramref name="otherwise"/> when it is anything else.</summary>
    /// <param name="value">A path that starts with one slash, or an address below <paramref name="baseUrl"/>.</param>
    /// <param name="baseUrl">Our own address.</param>
    /// <param name="otherwise">What to use instead.</param>
    public static string Local(string? value, string baseUrl, string otherwise = "/")
    {
        if (value is null || value.Length > Longest)
        {
            return otherwise;
        }

        if (value.StartsWith(baseUrl + "/", StringComparison.OrdinalIgnoreCase))
        {
            value = value[baseUrl.Length..];
        }

        return IsLocalPath(value) && Ascii(value) is { Length: <= Longest } path ? path : otherwise;
    }

    /// <summary>A Location header is ASCII: what is not (a path as a person typed it) is percent-encoded.</summary>
    private static string Ascii(string value) =>
        value.All(c => c is > ' ' and <= '~')
            ? value
            : string.Concat(
                value.EnumerateRunes().Select(r => r.Value is > ' ' and <= '~' ? r.ToString() : Uri.EscapeDataString(r.ToString()))
            );

    /// <summary>
    /// One slash in front, no second slash or backslash behind it, no control characters: browsers take <c>//host</c>, <c>/\host</c> and
    /// <c>/&lt;tab&gt;/host</c> for other hosts.
    /// </summary>
    private static bool IsLocalPath(string value) =>
        value.Length > 0
        && value[0] == '/'
        && (value.Length == 1 || value[1] is not ('/' or '\\'))
        && !value.Any(c => char.IsControl(c) || c == '\\');
}
