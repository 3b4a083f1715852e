using System.Text.RegularExpressions;

namespace SamlSp.AspNetCore;

/// <summary>
/// Redirect URIs of programs on the user's own computer (RFC 8252 7.3): loopback hosts by <c>http:</c>, any port, and nothing else.
/// </summary>
internal static partial class LoopbackRedirectUri
{
    private const int Longest = 500;

    /// <summary>Checked as text first, because parsers disagree about <c>@</c>, <c>\</c> and white space.</summary>
    public static bool IsValid(string uri) =>
        uri.Length <= Longest
        && Form().IsMatch(uri)
        && Uri.TryCreate(uri, UriKind.Absolute, out var parsed)
        && parsed is { Scheme: "http", IsLoopback: true, UserInfo: "", Fragment: "", Port: > 0 };

    /// <summary>What a content security policy allows a form to be redirected to. Its grammar has no IPv6 addresses.</summary>
    public static string FormAction(string uri) =>
        uri.StartsWith("http://[", StringComparison.Ordinal) ? "http:" : new Uri(uri).GetLeftPart(UriPartial.Authority);

    // All characters that RFC 3986 allows in path and query; no fragment.
    [GeneratedRegex(
        @"\Ahttp://(127\.0\.0\.1|localhost|\[::1\])(:[0-9]{1,5})?"
            + @"(/[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*(\?[A-Za-z0-9\-._~!$&'()*+,;=:@%/?]*)?)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex Form();
}
