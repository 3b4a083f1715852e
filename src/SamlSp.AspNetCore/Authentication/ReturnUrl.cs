using System.Diagnostics.CodeAnalysis;

namespace SamlSp.AspNetCore;

/// <summary>Where a browser goes afterwards: never to a host that the operator has not named.</summary>
internal static class ReturnUrl
{
    /// <summary>The most characters of a return URL, in percent-encoding. It travels in cookies.</summary>
    public const int Longest = 4096;

    /// <summary>Whether a value has more characters than <see cref="Longest"/>.</summary>
    public static bool IsTooLong([NotNullWhen(true)] string? value) =>
        value is not null && (value.Length > Longest || Encode(value).Length > Longest);

    /// <summary>The value as a local path, or <paramref name="otherwise"/> when it is anything else.</summary>
    /// <param name="value">A path that starts with one slash, or an address below <paramref name="address"/>.</param>
    /// <param name="address">Our own address.</param>
    /// <param name="otherwise">What to use instead; null for the start page.</param>
    public static string Local(string? value, ServiceAddress address, string? otherwise = null)
    {
        otherwise ??= address.StartPage;
        if (value is null || IsTooLong(value))
        {
            return otherwise;
        }

        if (value.StartsWith(address.BaseUrl + "/", StringComparison.OrdinalIgnoreCase))
        {
            value = value[address.Origin.Length..];
        }

        if (IsLocalPath(value))
        {
            return Encode(value);
        }

        return (value.StartsWith("http", StringComparison.OrdinalIgnoreCase) ? address.FindReturnUrl(value) : null) ?? otherwise;
    }

    /// <summary>A Location header is ASCII: what is not (a path as a user typed it) is percent-encoded.</summary>
    private static string Encode(string value) =>
        value.All(c => c is > ' ' and <= '~')
            ? value
            : string.Concat(
                value.EnumerateRunes().Select(r => r.Value is > ' ' and <= '~' ? r.ToString() : Uri.EscapeDataString(r.ToString()))
            );

    /// <summary>
    /// One slash in front, no second slash or backslash behind it, no control characters: browsers take <c>//host</c>, <c>/\host</c> and
    /// <c>/&lt;tab&gt;/host</c> for other hosts.
    /// </summary>
    public static bool IsLocalPath(string value) =>
        value.Length > 0
        && value[0] == '/'
        && (value.Length == 1 || value[1] is not ('/' or '\\'))
        && !value.Any(c => char.IsControl(c) || c == '\\');
}
