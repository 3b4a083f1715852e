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

    public void Add(SamlSpContext sp, PendingRequest pending)
    {
        var prefix = HostCookie.Name(sp.Options, Name);
        var older = sp
            .Request.Cookies.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .ToList();
        for (var i = 0; i <= older.Count - sp.Options.MaximumPendingRequests; i++)
        {
            sp.Response.Cookies.Delete(older[i], HostCookie.Options(sp.Options));
        }

        var cookie = HostCookie.Options(sp.Options);
        cookie.MaxAge = sp.Options.PendingRequestLifetime;
        sp.Response.Cookies.Append(
            prefix + pending.Handle,
            Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(pending, Json))),
            cookie
        );
    }

    /// <summary>
    /// Takes the request that RelayState names out of the browser's cookies; null when this browser has no such request, or it took too
    /// long.
    /// </summary>
    public PendingRequest? Take(SamlSpContext sp, string? relayState)
    {
        if (!IsHandle(relayState))
        {
            return null;
        }

        var name = HostCookie.Name(sp.Options, Name) + relayState;
        if (!sp.Request.Cookies.TryGetValue(name, out var value))
        {
            return null;
        }

        sp.Response.Cookies.Delete(name, HostCookie.Options(sp.Options));
        try
        {
            var pending = JsonSerializer.Deserialize<PendingRequest>(_protector.Unprotect(Convert.FromBase64String(value)), Json);
            var lifetime = sp.Options.PendingRequestLifetime;
            return pending is not null && pending.Handle == relayState && clock.GetUtcNow() < pending.IssuedAt + lifetime ? pending : null;
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }
}
