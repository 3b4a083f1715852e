using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps return URLs until the sign-in has ended. A short one travels as it is. A long one would make addresses and the cookie of the
/// pending request too large: it stays in a protected cookie of its own, and a short path of this host stands for it. The items of a
/// challenge stay there as well: each tab has its own, and they outlast the page that asks for the organization, and a second round.
/// </summary>
internal sealed class ReturnUrls(IDataProtectionProvider protection, TimeProvider clock, ILogger<ReturnUrls> logger)
{
    /// <summary>Below the path of the SAML endpoints: what stands for a long return URL. An endpoint leads on from there.</summary>
    public const string Path = "/Return/";

    private const string Name = "SamlSp.Return.";

    /// <summary>As part of an address, which may itself become part of another one.</summary>
    private const int LongestInAddress = 600;

    /// <summary>All cookies of this kind in one browser, in characters. Web servers accept about 8,000 in the Cookie header.</summary>
    private const int MostInCookies = 6000;

    /// <summary>Between a return URL, which has no control characters, and what is kept beside it.</summary>
    private const char ItemsBegin = '\n';

    private const int IdLength = 24;
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.ReturnUrl.v1");

    /// <summary>A browser takes no more than 4,096 characters in one cookie, with its name.</summary>
    private readonly ChunkingCookieManager _cookies = new() { ChunkSize = 4000, ThrowForPartialCookies = false };

    /// <summary>Whether a local path is too long for an address.</summary>
    public static bool IsLong(string returnUrl) => Uri.EscapeDataString(returnUrl).Length > LongestInAddress;

    /// <summary>A value of a request as a local path. What is too long is logged, by its length alone.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="value">A path that starts with one slash, or an address below our own.</param>
    /// <param name="otherwise">What to use instead of anything else; null for the start page.</param>
    public string Read(SamlSpContext sp, string? value, string? otherwise = null)
    {
        if (ReturnUrl.IsTooLong(value))
        {
            logger.ReturnUrlCut(value.Length, ReturnUrl.Longest);
        }

        return ReturnUrl.Local(value, sp.Address, otherwise);
    }

    /// <summary>Logs a path that is too long for an address, where there is no cookie to keep it.</summary>
    public void LogCut(string returnUrl) => logger.ReturnUrlCut(returnUrl.Length, LongestInAddress);

    /// <summary>The same return URL if it is short; otherwise what stands for it, with a cookie on the response.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="returnUrl">A local path.</param>
    /// <param name="items">What has to be kept beside it, without line breaks: the items of a challenge; null for nothing.</param>
    public string Shorten(SamlSpContext sp, string returnUrl, string? items = null)
    {
        if (!IsLong(returnUrl) && items is null)
        {
            return returnUrl;
        }

        if (items is not null && returnUrl.Length + items.Length > ReturnUrl.Longest)
        {
            logger.ReturnUrlCut(returnUrl.Length, ReturnUrl.Longest - items.Length);
            returnUrl = sp.Address.StartPage;
        }

        var id =
            clock.GetUtcNow().ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture)
            + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
        var text = id + returnUrl + (items is null ? "" : ItemsBegin + items);
        var value = WebEncoders.Base64UrlEncode(_protector.Protect(Encoding.UTF8.GetBytes(text)));
        DropOldest(sp, MostInCookies - value.Length);
        var cookie = HostCookie.Options(sp.Options);
        cookie.MaxAge = Lifetime;
        _cookies.AppendResponseCookie(sp.Http, CookieName(sp, id), value, cookie);
        return sp.ModulePath + Path + id;
    }

    /// <summary>
    /// What a short path stands for; any other return URL as it is. The cookie is deleted. Without one, the start page is what is left.
    /// </summary>
    public string Take(SamlSpContext sp, string returnUrl) => Take(sp, returnUrl, out _);

    /// <summary>The same, with what was kept beside it; null for nothing.</summary>
    public string Take(SamlSpContext sp, string returnUrl, out string? items)
    {
        items = null;
        var prefix = sp.ModulePath + Path;
        if (!returnUrl.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
        {
            return returnUrl;
        }

        var id = returnUrl[prefix.Length..];
        if (IsId(id) && Find(sp, id) is { } found)
        {
            _cookies.DeleteCookie(sp.Http, CookieName(sp, id), HostCookie.Options(sp.Options));
            if (found.IndexOf(ItemsBegin, StringComparison.Ordinal) is >= 0 and var end)
            {
                (found, items) = (found[..end], found[(end + 1)..]);
            }

            return ReturnUrl.Local(found, sp.Address);
        }

        logger.ReturnUrlLost();
        return sp.Address.StartPage;
    }

    /// <summary>The endpoint: leads a browser on that comes to a short path.</summary>
    public Task HandleAsync(SamlSpContext sp)
    {
        Page.SeeOther(sp.Response, Take(sp, sp.ModulePath + Path + sp.Request.RouteValues["id"]));
        return Task.CompletedTask;
    }

    private string? Find(SamlSpContext sp, string id)
    {
        try
        {
            return
                _cookies.GetRequestCookie(sp.Http, CookieName(sp, id)) is { } value
                && Encoding.UTF8.GetString(_protector.Unprotect(WebEncoders.Base64UrlDecode(value))) is var text
                && text.StartsWith(id, StringComparison.Ordinal)
                ? text[IdLength..]
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private void DropOldest(SamlSpContext sp, int room)
    {
        var prefix = CookieName(sp, "");
        foreach (
            var name in sp
                .Request.Cookies.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && IsId(key[prefix.Length..]))
                .OrderDescending(StringComparer.Ordinal)
        )
        {
            room -= _cookies.GetRequestCookie(sp.Http, name)?.Length ?? 0;
            if (room < 0)
            {
                _cookies.DeleteCookie(sp.Http, name, HostCookie.Options(sp.Options));
            }
        }
    }

    private static string CookieName(SamlSpContext sp, string id) => HostCookie.Name(sp.Options, Name) + id;

    private static bool IsId(string text) => text.Length == IdLength && text.All(char.IsAsciiHexDigitLower);
}
