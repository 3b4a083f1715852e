using System.Security.Cryptography;
using System.Text;
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
    private const int LoopSignIns = 3;
    private static readonly TimeSpan LoopWindow = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.CompletedRequestCookie.v1");

    /// <summary>Adds a sign-in.</summary>
    /// <param name="sp">The request.</param>
    /// <param name="pending">What it has answered.</param>
    /// <param name="target">Where it leads: a local path.</param>
    /// <returns>Whether the browser goes round in a circle: this is the third sign-in to that address within a minute.</returns>
    public bool Add(SamlSpContext sp, PendingRequest pending, string target)
    {
        // The page of the application that takes an external sign-in takes it once.
        var again = target.Length <= MaxReturnUrlLength && !sp.Options.IsExternal ? target : sp.Address.StartPage;
        var (now, before) = (clock.GetUtcNow(), Read(sp));
        var address = pending.ForceAuthn ? null : Hash(target);
        CompletedRequest[] all = [new(pending.Handle, pending.Organization, again, now, address), .. before];
        var cookie = HostCookie.Options(sp.Options);
        cookie.MaxAge = Lifetime;
        sp.Response.Cookies.Append(
            HostCookie.Name(sp.Options, Name),
            Convert.ToBase64String(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(all.Take(MaxKept)))),
            cookie
        );

        // Tabs that sign in side by side started before the others were done.
        bool IsOfTheCircle(CompletedRequest done) => done.Address == address && now - done.At < LoopWindow && done.At <= pending.IssuedAt;
        return address is not null && before.Count(IsOfTheCircle) + 1 >= LoopSignIns;
    }

    /// <summary>Forgets all of them: the user signs out.</summary>
    public static void Clear(SamlSpContext sp)
    {
        var name = HostCookie.Name(sp.Options, Name);
        if (sp.Request.Cookies.ContainsKey(name))
        {
            sp.Response.Cookies.Delete(name, HostCookie.Options(sp.Options));
        }
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

    private static string Hash(string target) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(target)).AsSpan(0, 8));
}
