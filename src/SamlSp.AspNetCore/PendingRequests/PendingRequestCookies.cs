using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps pending requests in cookies: protected, bound to the browser, one for each (so that tabs do not disturb each other), expiring, capped in number. RelayState is
/// the cookie's handle: 40 characters that mean nothing elsewhere.
/// </summary>
internal sealed class PendingRequestCookies(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Prefix = "SamlSp.State.";
    private const int HandleLength = 40;

    private static readonly SearchValues<char> HandleCharacters = SearchValues.Create("0123456789abcdef");

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.PendingRequest.v1");

    /// <summary>A new handle: the time in seconds, so that the oldest can be told, and 128 random bits.</summary>
    public string NewHandle() =>
        clock.GetUtcNow().ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture) + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public static bool IsHandle(string? relayState) => relayState is { Length: HandleLength } && !relayState.AsSpan().ContainsAnyExcept(HandleCharacters);

    public void Add(HttpContext context, SamlSpOptions options, PendingRequest pending)
    {
        var older = context.Request.Cookies.Keys.Where(k => k.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        for (var i = 0; i <= older.Count - options.MaximumPendingRequests; i++) context.Response.Cookies.Delete(older[i], Cookie(options));
        var cookie = Cookie(options);
        cookie.MaxAge = options.PendingRequestLifetime;
        context.Response.Cookies.Append(Prefix + pending.Handle, Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(pending))), cookie);
    }

    /// <summary>Finds the request that RelayState speaks of; null when this browser has none such, or it took too long.</summary>
    public PendingRequest? Find(HttpContext context, SamlSpOptions options, string? relayState)
    {
        if (!IsHandle(relayState) || !context.Request.Cookies.TryGetValue(Prefix + relayState, out var value)) return null;
        try
        {
            var pending = JsonSerializer.Deserialize<PendingRequest>(_protector.Unprotect(Convert.FromBase64String(value)));
            return pending is not null && pending.Handle == relayState && clock.GetUtcNow() < pending.IssuedAt + options.PendingRequestLifetime ? pending : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    public static void Remove(HttpContext context, SamlSpOptions options, string? relayState)
    {
        if (IsHandle(relayState) && context.Request.Cookies.ContainsKey(Prefix + relayState)) context.Response.Cookies.Delete(Prefix + relayState, Cookie(options));
    }

    private static CookieOptions Cookie(SamlSpOptions options) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = options.BaseUrl!.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
        Path = "/",
        IsEssential = true,
    };
}
