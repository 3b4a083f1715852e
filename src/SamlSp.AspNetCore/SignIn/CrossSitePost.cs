using System.Text;

namespace SamlSp.AspNetCore;

/// <summary>
/// A message that the identity provider's site posts arrives without our cookies, which are SameSite=Lax. Our own page posts it once more,
/// and then they come along.
/// </summary>
internal static class CrossSitePost
{
    /// <summary>
    /// Whether a browser says that another site sent this POST. Browsers without Sec-Fetch-Site say it by Origin; a caller that says
    /// neither is no browser, and gets no second try.
    /// </summary>
    public static bool IsCrossSite(SamlSpContext sp)
    {
        var site = sp.Request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
        {
            return site == "cross-site";
        }

        var origin = sp.Request.Headers.Origin.ToString();
        return origin.Length > 0 && !string.Equals(origin, sp.Address.Origin, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Posts a SAMLResponse to the same address again, from here.</summary>
    public static Task AgainAsync(SamlSpContext sp, string url, MessageForm form, string text) =>
        PostPage.WriteAsync(
            sp,
            url,
            [
                (MessageForm.ResponseField, Encoding.UTF8.GetString(form.Response.Span)),
                (MessageForm.RelayStateField, form.RelayState ?? ""),
                (MessageForm.AgainField, "1"),
            ],
            text
        );
}
