using System.Net;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore.Tests.Tokens;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests.Connections;

/// <summary>Requests that are open when their session ends, and those that are not its own.</summary>
public sealed class SessionGuardTests
{
    /// <summary>Long, for a busy machine. The two seconds are measured by the tests with real connections.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);

    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Request_SessionEndsByTime_IsToldAndAborted()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        var open = browser.GetAsync("/open");
        await HoldsAsync(app, connections: 1);

        app.Clock.Advance(new TimeSpan(7, 59, 59));
        await Task.Delay(2 * OpenConnections.Interval);
        Assert.False(open.IsCompleted);

        app.Clock.Advance(TimeSpan.FromSeconds(1));
        await _told.Task.WaitAsync(Limit);
        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
        await HoldsAsync(app, connections: 0);
        Assert.Contains("Ended 1 open connection(s)", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_SessionIsShortened_EndsAtTheNewTime()
    {
        var sessions = new ShorteningSessionStore();
        await using var app = await StartAsync(services => services.AddSingleton<ISessionStore>(sessions));
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        var open = browser.GetAsync("/open");
        await HoldsAsync(app, connections: 1);

        sessions.End = TestClock.Now.AddHours(1);
        await Task.Delay(2 * OpenConnections.Interval);
        Assert.False(open.IsCompleted);
        app.Clock.Advance(TimeSpan.FromHours(1));

        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
    }

    [Fact]
    public async Task Feature_OfARequest_TellsTheEnd()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();

        Assert.Equal("none", await (await browser.GetAsync("/end")).Content.ReadAsStringAsync());
        await browser.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        Assert.Equal("2026-11-22T14:00:00.0000000+00:00 False", await (await browser.GetAsync("/end")).Content.ReadAsStringAsync());
        await HoldsAsync(app, connections: 0);
    }

    /// <summary>A policy's scheme authenticates after the guard.</summary>
    [Fact]
    public async Task Request_WithAnAccessToken_EndsWithTheToken()
    {
        await using var app = await StartAsync();
        var client = new TokenClient(app);
        var (access, _) = await client.SignInAsync(idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        using var browser = app.Browser();
        var open = GetAsync(browser, "/open-api", access);
        await HoldsAsync(app, connections: 1);

        app.Clock.Advance(TimeSpan.FromMinutes(10));

        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
    }

    [Fact]
    public async Task Request_FamilyOfItsTokenEnds_IsAbortedAndTheOtherIsNot()
    {
        await using var app = await StartAsync();
        var (client, other) = (new TokenClient(app), new TokenClient(app));
        var (access, refresh) = await client.SignInAsync(idp => idp.EntraGuest());
        var (otherAccess, _) = await other.SignInAsync(idp => idp.Member());
        using var browser = app.Browser();
        var (open, otherOpen) = (GetAsync(browser, "/open-api", access), GetAsync(browser, "/open-api", otherAccess));
        await HoldsAsync(app, connections: 2);

        // A refresh token that is used twice may be stolen.
        await client.RefreshAsync(refresh);
        await client.RefreshAsync(refresh);

        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
        Assert.False(otherOpen.IsCompleted);
    }

    /// <summary>The application's own cookie, which is bound to a session.</summary>
    [Fact]
    public async Task Request_WithABoundCookie_IsAbortedWithTheSession()
    {
        await using var app = await ExternalApp.StartAsync();
        using var browser = app.Browser();
        await ExternalApp.SignInAsync(browser, app.Clock, idp => idp.EntraGuest() with { AuthnInstant = TestClock.Now });
        await browser.GetAsync("/accept/charlie");
        var open = browser.GetAsync("/own/open");
        await HoldsAsync(app, connections: 1);

        app.Clock.Advance(TimeSpan.FromHours(8));

        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
    }

    /// <summary>It may take its time: another request of the session does not.</summary>
    [Fact]
    public async Task SignOut_SlowRequestThatEndsItsOwnSession_IsAnswered()
    {
        await using var app = await StartAsync();
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var open = browser.GetAsync("/open");
        await HoldsAsync(app, connections: 1);

        var answer = await browser.GetAsync("/slow-sign-out");

        Assert.NotEqual(HttpStatusCode.Unauthorized, answer.StatusCode);
        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
        Assert.Equal(HttpStatusCode.Unauthorized, (await browser.GetAsync("/session", "application/json")).StatusCode);
    }

    [Fact]
    public async Task Request_StoreFailsForAMoment_GoesOn()
    {
        var sessions = new VersionedSessionStore { Tells = false };
        await using var app = await StartAsync(services => services.AddSingleton<ISessionStore>(sessions));
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var open = browser.GetAsync("/open");
        await HoldsAsync(app, connections: 1);
        await AskedAsync(sessions);

        sessions.Fails = true;
        app.Clock.Advance(TimeSpan.FromSeconds(9));
        await AskedAsync(sessions);
        Assert.False(open.IsCompleted);

        app.Clock.Advance(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
        Assert.Contains("could not be looked up", app.Log.Text, StringComparison.Ordinal);
    }

    /// <summary>A store that says when a session has ended is not asked in between. What failed then is asked for again.</summary>
    [Fact]
    public async Task Request_LookUpAfterAnEndFails_IsLookedUpAgain()
    {
        var sessions = new VersionedSessionStore();
        await using var app = await StartAsync(services => services.AddSingleton<ISessionStore>(sessions));
        using var browser = app.Browser();
        await browser.SignInAsync(idp => idp.Member());
        var open = browser.GetAsync("/open");
        await HoldsAsync(app, connections: 1);
        await Eventually.HoldsAsync(() => IsQuietAsync(sessions), Limit, "a second without a look-up");

        sessions.Fails = true;
        await sessions.EndAllAsync();
        await AskedAsync(sessions);
        sessions.Fails = false;

        await Assert.ThrowsAnyAsync<Exception>(() => open.WaitAsync(Limit));
    }

    private Task<TestApp> StartAsync(Action<IServiceCollection>? services = null) => TestApp.StartAsync(services: services, map: Map);

    private void Map(WebApplication app)
    {
        app.MapGet("/open", OpenAsync).RequireAuthorization();
        app.MapGet("/open-api", OpenAsync)
            .RequireAuthorization(new AuthorizeAttribute { AuthenticationSchemes = SamlSpDefaults.BearerScheme });
        app.MapGet(
            "/end",
            (HttpContext context) =>
                context.Features.Get<ISamlSpSessionFeature>() is { } feature
                    ? $"{feature.EndsAt:O} {feature.SessionEnded.IsCancellationRequested}"
                    : "none"
        );
        app.MapGet(
            "/slow-sign-out",
            async (HttpContext context) =>
            {
                await context.SignOutAsync(SamlSpDefaults.AuthenticationScheme);
                await Task.Delay(6 * OpenConnections.Interval);
            }
        );
    }

    private async Task OpenAsync(HttpContext context)
    {
        using var told = context.Features.Get<ISamlSpSessionFeature>()!.SessionEnded.Register(_told.SetResult);
        await Task.Delay(Timeout.Infinite, context.RequestAborted);
    }

    /// <summary>Waits until a store was asked twice.</summary>
    private static Task<TimeSpan> AskedAsync(VersionedSessionStore sessions)
    {
        var before = sessions.Asked;
        return Eventually.HoldsAsync(() => Task.FromResult(sessions.Asked > before + 1), Limit, "two look-ups");
    }

    private static async Task<bool> IsQuietAsync(VersionedSessionStore sessions)
    {
        var before = sessions.Asked;
        await Task.Delay(4 * OpenConnections.Interval);
        return sessions.Asked == before;
    }

    private static Task<TimeSpan> HoldsAsync(TestApp app, int connections) =>
        Eventually.HoldsAsync(
            () => Task.FromResult(app.Services.GetRequiredService<OpenConnections>().Count == connections),
            TimeSpan.FromSeconds(5),
            $"{connections} open connection(s)"
        );

    private static Task<HttpResponseMessage> GetAsync(TestBrowser browser, string path, string token)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", token);
        return browser.SendAsync(request);
    }

    /// <summary>A store that counts how often it is asked, and can fail.</summary>
    private sealed class VersionedSessionStore : ISessionStore, ISessionVersion
    {
        private readonly InMemorySessionStore _inner = new(TestClock.Create());
        private int _asked;

        public bool Fails { get; set; }

        /// <summary>Whether it tells that a session has ended.</summary>
        public bool Tells { get; init; } = true;

        public int Asked => _asked;

        public long? Version => Tells ? _inner.Version : null;

        public Task<int> EndAllAsync() =>
            _inner.EndAsync(new() { Organization = "contoso", NameId = "alice@example.com" }, SessionEndCause.Revoked, default);

        public Task AddAsync(Session session, CancellationToken cancellationToken) => _inner.AddAsync(session, cancellationToken);

        public ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _asked);
            return Fails ? throw new StoreUnavailableException("down") : _inner.FindAsync(id, cancellationToken);
        }

        public Task<IReadOnlyList<Session>> ListAsync(SessionSelector selector, CancellationToken cancellationToken) =>
            _inner.ListAsync(selector, cancellationToken);

        public Task<int> EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken) =>
            _inner.EndAsync(selector, cause, cancellationToken);
    }

    /// <summary>A store whose sessions a stricter policy makes shorter.</summary>
    private sealed class ShorteningSessionStore : ISessionStore
    {
        private readonly InMemorySessionStore _inner = new(TestClock.Create());

        public DateTimeOffset? End { get; set; }

        public Task AddAsync(Session session, CancellationToken cancellationToken) => _inner.AddAsync(session, cancellationToken);

        public async ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken)
        {
            var session = await _inner.FindAsync(id, cancellationToken);
            return session is not null && End is { } end ? session with { ExpiresAt = end } : session;
        }

        public Task<IReadOnlyList<Session>> ListAsync(SessionSelector selector, CancellationToken cancellationToken) =>
            _inner.ListAsync(selector, cancellationToken);

        public Task<int> EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken) =>
            _inner.EndAsync(selector, cause, cancellationToken);
    }
}
