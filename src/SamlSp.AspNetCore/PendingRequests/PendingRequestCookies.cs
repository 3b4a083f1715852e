using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Keeps pending requests in cookies: protected, bound to the browser, one for each (so that tabs do not disturb each other), expiring,
/// capped in number. RelayState is the cookie's handle: 40 characters that mean nothing elsewhere.
/// </summary>
internal sealed class PendingRequestCookies(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Name = "SamlSp.State.";

    /// <summary>Keys and values of the cookie are encrypted: only JSON's own rules apply to their characters.</summary>
    private static readonly JsonSerializerOptions Json = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    };
    private const int HandleLength = 40;

    private static readonly SearchValues<char> HandleCharacters = SearchValues.Create("0123456789abcdef");

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.PendingRequest.v1");

    /// <summary>A new handle: the time in seconds, so that the oldest can be told, and 128 random bits.</summary>
    /// <param name="retry">Whether this is the second start of one sign-in; such a handle ends with <c>r</c>, and gets no third. The cookie
    /// may be what is lost, so that is where it stands.</param>
    public string NewHandle(bool retry = false) =>
        clock.GetUtcNow().ToUnixTimeSeconds().ToString("x8", CultureInfo.InvariantCulture)
        + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))
        + (retry ? "r" : "");

    public static bool IsHandle(string? relayState) =>
        relayState is { Length: HandleLength or HandleLength + 1 }
        && !relayState.AsSpan(0, HandleLength).ContainsAnyExcept(HandleCharacters)
        && (relayState.Length == HandleLength || relayState[^1] == 'r');

    /// <summary>Whether a handle is that of a second start.</summary>
    public static bool IsRetry(string? relayState) => IsHandle(relayState) && relayState![^1] == 'r';

    public void Add(HttpContext context, SamlSpOptions options, PendingRequest pending)
    {
        var prefix = Prefix(options);
        var older = context
            .Request.Cookies.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i <= older.Count - options.MaximumPendingRequests; i++)
        {
            context.Response.Cookies.Delete(older[i], HostCookie.Options(options));
        }

        var cookie = HostCookie.Options(options);
        cookie.MaxAge = options.PendingRequestLifetime;
        context.Response.Cookies.Append(
            prefix + pending.Handle,
            Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(pending, Json))),
            cookie
        );
    }

    /// <summary>Finds the request that RelayState speaks of; null when this browser has none such, or it took too long.</summary>
    public PendingRequest? Find(HttpContext context, SamlSpOptions options, string? relayState)
    {
        if (!IsHandle(relayState) || !context.Request.Cookies.TryGetValue(Prefix(options) + relayState, out var value))
        {
            return null;
        }

        try
        {
            var pending = JsonSerializer.Deserialize<PendingRequest>(_protector.Unprotect(Convert.FromBase64String(value)), Json);
            return
                pending is not null && pending.Handle == relayState && clock.GetUtcNow() < pending.IssuedAt + options.PendingRequestLifetime
                ? pending
                : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    public static void Remove(HttpContext context, SamlSpOptions options, string? relayState)
    {
        if (IsHandle(relayState) && context.Request.Cookies.ContainsKey(Prefix(options) + relayState))
        {
            context.Response.Cookies.Delete(Prefix(options) + relayState, HostCookie.Options(options));
        }
    }

    private static string Prefix(SamlSpOptions options) => HostCookie.Name(options, Name);
}
