using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Remembers in one cookie, for some minutes, where the last few sign-ins of this browser were headed: somebody who posts a form twice or
/// presses Back still gets to the page that they wanted.
/// </summary>
internal sealed class CompletedRequestCookie(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Name = "SamlSp.Done";
    private const int Most = 4;
    private const int MaxReturnUrlLength = 300;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.CompletedRequestCookie.v1");

    public void Add(HttpContext context, SamlSpOptions options, PendingRequest pending)
    {
        if (pending.ReturnUrl.Length > MaxReturnUrlLength)
        {
            return;
        }

        Done[] all = [new(pending.Handle, pending.ReturnUrl, clock.GetUtcNow()), .. Read(context, options)];
        var cookie = HostCookie.Options(options);
        cookie.MaxAge = Lifetime;
        context.Response.Cookies.Append(
            HostCookie.Name(options, Name),
            Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(all.Take(Most)))),
            cookie
        );
    }

    /// <summary>Where the sign-in with that RelayState was headed; null when this browser has done none such lately.</summary>
    public string? Find(HttpContext context, SamlSpOptions options, string? relayState) =>
        Array.Find(Read(context, options), done => done.Handle == relayState)?.ReturnUrl;

    private Done[] Read(HttpContext context, SamlSpOptions options)
    {
        if (!context.Request.Cookies.TryGetValue(HostCookie.Name(options, Name), out var value))
        {
            return [];
        }

        try
        {
            var all = JsonSerializer.Deserialize<Done[]>(_protector.Unprotect(Convert.FromBase64String(value))) ?? [];
            return Array.FindAll(all, done => done.At + Lifetime > clock.GetUtcNow());
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return [];
        }
    }

    private sealed record Done(string Handle, string ReturnUrl, DateTimeOffset At);
}
