using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>Sign-ins whose record cannot be written for a while.</summary>
public sealed class SignInTraceOutageTests
{
    [Fact]
    public async Task Trace_StoreDown_IsKeptAndWrittenLater()
    {
        var clock = TestClock.Create();
        var store = new FlakyStore(clock) { IsDown = true };
        await using var app = await TestApp.StartAsync();
        using var writer = new SignInTraceWriter(
            store,
            app.Services.GetRequiredService<SamlSpSchemes>(),
            clock,
            app.Services.GetRequiredService<ILogger<SignInTraceWriter>>()
        );
        writer.Add(Entry("AAAAA-22222"));
        Assert.False(await writer.FlushAsync(default));
        writer.Add(Entry("BBBBB-22222"));
        Assert.False(await writer.FlushAsync(default));
        Assert.NotNull(writer.Find("AAAAA-22222"));
        Assert.NotNull(writer.Find("BBBBB-22222"));
        Assert.Single(app.Log.Text.Split('\n'), line => line.Contains("is kept in memory", StringComparison.Ordinal));

        store.IsDown = false;
        Assert.True(await writer.FlushAsync(default));
        Assert.True(await writer.FlushAsync(default));
        Assert.Null(writer.Find("AAAAA-22222"));
        Assert.NotNull(await store.FindAsync("AAAAA-22222", default));
        Assert.NotNull(await store.FindAsync("BBBBB-22222", default));
        Assert.Contains("can be written again", app.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trace_RefusalOutsideOfASignIn_IsKeptUnderItsReference()
    {
        await using var app = await TestApp.StartAsync(o => o.Organizations["contoso"].Connection.Enabled = false);
        var page = await (await app.Browser().GetAsync("/Saml2/SignIn?organization=contoso")).Content.ReadAsStringAsync();
        var writer = app.Services.GetRequiredService<SignInTraceWriter>();
        await writer.FlushAsync(default);
        var reference = TestBrowser.Reference(page);
        var found = writer.Find(reference) ?? await app.Services.GetRequiredService<ISignInTraceStore>().FindAsync(reference, default);
        Assert.Equal(("connection_disabled", "contoso"), (found?.Code, found?.Organization));
    }

    private static SignInTraceEntry Entry(string reference) => new() { Reference = reference, At = TestClock.Now };

    private sealed class FlakyStore(TimeProvider clock) : ISignInTraceStore
    {
        private readonly InMemorySignInTraceStore _store = new(clock);

        public bool IsDown { get; set; }

        public Task AddAsync(IReadOnlyList<SignInTraceEntry> entries, CancellationToken cancellationToken) =>
            IsDown ? throw new StoreUnavailableException("down") : _store.AddAsync(entries, cancellationToken);

        public Task<SignInTraceEntry?> FindAsync(string reference, CancellationToken cancellationToken) =>
            _store.FindAsync(reference, cancellationToken);

        public Task<SignInTraceValues?> FindValuesAsync(string organization, string reference, CancellationToken cancellationToken) =>
            _store.FindValuesAsync(organization, reference, cancellationToken);

        public Task<IReadOnlyList<SignInTraceEntry>> ListAsync(SignInTraceQuery query, CancellationToken cancellationToken) =>
            _store.ListAsync(query, cancellationToken);

        public Task<int> CountAsync(SignInTraceQuery query, int limit, CancellationToken cancellationToken) =>
            _store.CountAsync(query, limit, cancellationToken);

        public Task<IReadOnlyDictionary<string, SignInTraceEntry>> FindOfSessionsAsync(
            string organization,
            IReadOnlyCollection<Session> sessions,
            CancellationToken cancellationToken
        ) => _store.FindOfSessionsAsync(organization, sessions, cancellationToken);

        public Task<IReadOnlyList<SignInTraceCount>> CountAsync(
            string organization,
            DateTimeOffset from,
            DateTimeOffset before,
            CancellationToken cancellationToken
        ) => _store.CountAsync(organization, from, before, cancellationToken);

        public Task<int> CleanAsync(DateTimeOffset olderThan, DateTimeOffset now, CancellationToken cancellationToken) =>
            _store.CleanAsync(olderThan, now, cancellationToken);
    }
}
