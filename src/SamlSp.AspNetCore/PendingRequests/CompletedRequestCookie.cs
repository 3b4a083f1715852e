using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;

namespace SamlSp.AspNetCore;

/// <summary>
/// Remembers in one cookie, for ten minutes, where the last four sign-ins of this browser were to lead: a user who posts a form twice or
/// presses Back still gets to the page that they wanted.
/// </summary>
internal sealed class CompletedRequestCookie(IDataProtectionProvider protection, TimeProvider clock)
{
    private const string Name = "SamlSp.Done";
    private const int MaxKept = 4;
    private const int MaxReturnUrlLength = 300;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.CompletedRequestCookie.v1");

    public void Add(SamlSpContext sp, PendingRequest pending)
    {
        if (pending.ReturnUrl.Length > MaxReturnUrlLength)
        {
            return;
        }

        CompletedRequest[] all = [new(pending.Handle, pending.Organization, pending.ReturnUrl, clock.GetUtcNow()), .. Read(sp)];
        var cookie = HostCookie.Options(sp.Options);
        cookie.MaxAge = Lifetime;
        sp.Response.Cookies.Append(
            HostCookie.Name(sp.Options, Name),
            Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(all.Take(MaxKept)))),
            cookie
        );
    }

    /// <summary>The sign-in with that RelayState or state; null when this browser has completed no such sign-in lately.</summary>
    public CompletedRequest? Find(SamlSpContext sp, string? relayState) => Array.Find(Read(sp), done => done.Handle == relayState);

    private CompletedRequest[] Read(SamlSpContext sp)
    {
        if (!sp.Request.Cookies.TryGetValue(HostCookie.Name(sp.Options, Name), out var value))
        {
            return [];
        }

        try
        {
            var all = JsonSerializer.Deserialize<CompletedRequest[]>(_protector.Unprotect(Convert.FromBase64String(value))) ?? [];
            return Array.FindAll(all, done => done.At + Lifetime > clock.GetUtcNow());
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return [];
        }
    }
}
