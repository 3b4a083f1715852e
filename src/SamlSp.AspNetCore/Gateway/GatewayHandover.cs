using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Takes a session to an application on another host, which does not get our cookie. <c>/auth</c> gives the browser a cookie of that host.
/// <c>/auth/return</c> on our host signs the user in, and creates a ticket for that host and that browser. <c>/auth/landing</c> on the
/// other host accepts the ticket and sets a session cookie there. All cookies refer to one session, which ends everywhere at once.
/// </summary>
internal sealed class GatewayHandover(
    IDataProtectionProvider protection,
    IUsedAssertionIds usedIds,
    ISessionStore sessions,
    RefusalResponder refusing,
    ReturnUrls returnUrls,
    TimeProvider clock
)
{
    public const string ReturnPath = "/auth/return";
    public const string LandingPath = "/auth/landing";

    private const string Marker = "SamlSp.Gateway";
    private const int DigestLength = 64;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(60);

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.GatewayTicket.v1");

    /// <summary>Where a browser goes to sign in and come back. For another host, marks the browser.</summary>
    public static string SignInUrl(SamlSpContext sp, GatewayTarget target, string? organization, bool reauthenticate)
    {
        var query = new Dictionary<string, string?>(StringComparer.Ordinal) { ["organization"] = organization };
        if (target.Host is null)
        {
            query["ReturnUrl"] = target.Path;
            if (reauthenticate)
            {
                query["reauthenticate"] = "true";
            }

            return Address(sp.Options.Address.SignInUrl, query);
        }

        query["host"] = target.Host;
        query["path"] = target.Path;
        query["browser"] = Digest(Mark(sp));
        return Address(sp.Options.Address.BaseUrl + ReturnPath, query);
    }

    /// <summary><c>/auth/return</c> on our own host.</summary>
    public async Task ReturnAsync(SamlSpContext sp)
    {
        var query = sp.Request.Query;
        var path = returnUrls.Read(sp, query["path"]);
        if (
            GatewayTarget.Find(sp.Options, query["host"]) is not { } host
            || query["browser"].ToString() is not { Length: DigestLength } browser
            || !browser.All(char.IsAsciiHexDigitLower)
        )
        {
            await refusing.AnswerAsync(
                sp,
                SignInOutcome.Refused(
                    RefusalCodes.Malformed,
                    "The return address has no host of SamlSp:Gateway:ReturnHosts, or no browser."
                ),
                StatusCodes.Status400BadRequest
            );
            return;
        }

        if (await SessionCookie.FindAsync(sp.Http) is not { } session)
        {
            await sp.Http.ChallengeAsync(
                sp.Scheme.Name,
                new()
                {
                    Items =
                    {
                        [SamlSpDefaults.OrganizationItem] = query["organization"].ToString() is { Length: > 0 } organization
                            ? organization
                            : null,
                    },
                }
            );
            return;
        }

        var ticket = new GatewayTicket
        {
            Id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)),
            Session = session.Id,
            Host = host,
            Path = path,
            Browser = browser,
            ExpiresAt = clock.GetUtcNow() + Lifetime,
        };
        Page.SeeOtherWithoutReferrer(
            sp.Response,
            Address(
                $"{(sp.Options.IsSecure ? "https" : "http")}://{host}{LandingPath}",
                new(StringComparer.Ordinal)
                {
                    ["ticket"] = WebEncoders.Base64UrlEncode(_protector.Protect(JsonSerializer.SerializeToUtf8Bytes(ticket))),
                }
            )
        );
    }

    /// <summary><c>/auth/landing</c> on the application's host.</summary>
    public async Task LandAsync(SamlSpContext sp)
    {
        var cookie = HostCookie.Name(sp.Options, Marker);
        var now = clock.GetUtcNow();
        if (
            Read(sp.Request.Query["ticket"]) is { } ticket
            && string.Equals(sp.Request.Host.Value, ticket.Host, StringComparison.OrdinalIgnoreCase)
            && sp.Request.Cookies.TryGetValue(cookie, out var marker)
            && Digest(marker) == ticket.Browser
        )
        {
            if (
                now < ticket.ExpiresAt
                && await usedIds.TryAddAsync("gateway", ticket.Id, ticket.ExpiresAt, sp.Aborted)
                && await sessions.FindAsync(ticket.Session, sp.Aborted) is { } session
                && session.IsLive(now)
            )
            {
                await sp.Http.SignInAsync(
                    SamlSpDefaults.SessionScheme,
                    SessionCookieEvents.Reference(session),
                    new() { AllowRefresh = false }
                );
                Page.SeeOtherWithoutReferrer(sp.Response, returnUrls.Take(sp, ticket.Path));
                return;
            }

            // A user went back to this address, or loaded it twice: they are signed in already.
            if (await SessionCookie.FindAsync(sp.Http) is not null)
            {
                Page.SeeOtherWithoutReferrer(sp.Response, returnUrls.Take(sp, ticket.Path));
                return;
            }
        }

        await refusing.AnswerAsync(
            sp,
            SignInOutcome.Refused(
                GatewayRefusalCodes.TicketInvalid,
                "The ticket is forged, old, used, for another host, or for another browser."
            )
        );
    }

    private GatewayTicket? Read(string? ticket)
    {
        if (ticket is not { Length: > 0 and <= 4000 })
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize<GatewayTicket>(_protector.Unprotect(WebEncoders.Base64UrlDecode(ticket)));
        }
        catch (Exception e) when (e is CryptographicException or FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The browser's mark at this host; one that it has stays, since several tabs may be on their way.</summary>
    private static string Mark(SamlSpContext sp)
    {
        var name = HostCookie.Name(sp.Options, Marker);
        var mark =
            sp.Request.Cookies.TryGetValue(name, out var value) && value.Length == DigestLength && value.All(char.IsAsciiHexDigitLower)
                ? value
                : Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(DigestLength / 2));
        var cookie = HostCookie.Options(sp.Options);
        cookie.MaxAge = sp.Options.PendingRequestLifetime;
        sp.Response.Cookies.Append(name, mark, cookie);
        return mark;
    }

    private static string Digest(string mark) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mark)));

    private static string Address(string address, Dictionary<string, string?> query) =>
        address + "?" + string.Join('&', query.Where(q => q.Value is not null).Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value!)}"));
}
