using SamlSp.Testing;

namespace SamlSp.AspNetCore.Tests;

/// <summary>A session store that a test can make fail.</summary>
internal sealed class FailingSessionStore : ISessionStore
{
    private readonly InMemorySessionStore _inner = new(TestClock.Create());

    public bool Fails { get; set; }

    public Task AddAsync(Session session, CancellationToken cancellationToken) => Inner().AddAsync(session, cancellationToken);

    public ValueTask<Session?> FindAsync(string id, CancellationToken cancellationToken) => Inner().FindAsync(id, cancellationToken);

    public Task<IReadOnlyList<Session>> ListAsync(SessionSelector selector, CancellationToken cancellationToken) =>
        Inner().ListAsync(selector, cancellationToken);

    public Task<int> EndAsync(SessionSelector selector, SessionEndCause cause, CancellationToken cancellationToken) =>
        Inner().EndAsync(selector, cause, cancellationToken);

    private InMemorySessionStore Inner() => Fails ? throw new StoreUnavailableException("down") : _inner;
}
