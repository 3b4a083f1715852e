using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Speculative requests: a browser, or a link scanner, fetches an address before the user follows it, and says so by <c>Sec-Purpose</c> or
/// <c>Purpose</c>. Such a request starts no sign-in and ends no session.
/// </summary>
internal static class Prefetch
{
    /// <summary>
    /// Answers a speculative request with an empty 503 that no cache keeps, so that the browser asks again when the user follows the link.
    /// </summary>
    /// <returns>False for every other request, which is not answered.</returns>
    public static bool TryRefuse(SamlSpContext sp)
    {
        var headers = sp.Request.Headers;
        if (!IsPrefetch(headers["Sec-Purpose"].ToString()) && !IsPrefetch(headers["Purpose"].ToString()))
        {
            return false;
        }

        Page.SetHeaders(sp.Response);
        sp.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return true;
    }

    /// <summary><c>prefetch</c>, also with parameters: <c>prefetch;prerender</c>.</summary>
    private static bool IsPrefetch(string purpose) => purpose.StartsWith("prefetch", StringComparison.OrdinalIgnoreCase);
}
