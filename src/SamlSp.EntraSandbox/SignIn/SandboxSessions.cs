using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;

namespace SamlSp.EntraSandbox;

/// <summary>The tenant's sessions, in memory; the cookie has only a random session ID.</summary>
internal sealed class SandboxSessions(EntraSandboxTenant tenant)
{
    public const string CookieName = "SamlSp.EntraSandbox";
    private const int MaxSessions = 10_000;
    private readonly ConcurrentDictionary<string, SandboxSession> _sessions = new(StringComparer.Ordinal);

    public SandboxSession? Find(HttpContext context) =>
        context.Request.Cookies.TryGetValue(CookieName, out var id) && _sessions.TryGetValue(id, out var session) ? session : null;

    /// <summary>Starts a session; its participants are kept if the previous session was of the same user.</summary>
    public SandboxSession Start(HttpContext context, SandboxUser user, DateTimeOffset authnInstant, SandboxTokenOptions token)
    {
        var before = Find(context);
        if (before is not null)
        {
            _sessions.TryRemove(before.Id, out _);
        }

        if (_sessions.Count >= MaxSessions)
        {
            _sessions.Clear();
        }

        var session = new SandboxSession(Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32)), user, authnInstant, token);
        if (before?.User.Id == user.Id)
        {
            session = session with { PublicId = before.PublicId };
            foreach (var (id, client) in before.Clients)
            {
                session.Clients[id] = client;
            }

            foreach (var (app, index) in before.Participants)
            {
                session.Participants[app] = index;
            }
        }

        _sessions[session.Id] = session;
        context.Response.Cookies.Append(CookieName, session.Id, Cookie(context));
        return session;
    }

    public SandboxSession? End(HttpContext context)
    {
        var session = Find(context);
        if (session is not null)
        {
            _sessions.TryRemove(session.Id, out _);
        }

        if (context.Request.Cookies.ContainsKey(CookieName))
        {
            context.Response.Cookies.Delete(CookieName, Cookie(context));
        }

        return session;
    }

    private CookieOptions Cookie(HttpContext context) =>
        new()
        {
            HttpOnly = true,
            IsEssential = true,
            SameSite = SameSiteMode.Lax,
            Secure = context.Request.IsHttps,
            Path = context.Request.PathBase + tenant.Options.Path,
        };
}
