namespace SamlSp.AspNetCore;

/// <summary>Tokens of one process; gone when it stops. Full means refusing, never forgetting early.</summary>
public sealed class InMemoryTokenStore(TimeProvider clock) : ITokenStore
{
    internal const int Capacity = 200_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredToken> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenFamily> _families = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    /// <summary>How many tokens are kept.</summary>
    internal int Count => _tokens.Count;

    /// <inheritdoc />
    public Task AddAsync(TokenFamily family, StoredToken code, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            MakeRoom(1);
            _families.Add(family.Id, family);
            _tokens.Add(code.Hash, code);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<TokenMatch?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        lock (_lock) return new(_tokens.TryGetValue(hash, out var token) && _families.TryGetValue(token.FamilyId, out var family) ? new TokenMatch(token, family) : null);
    }

    /// <inheritdoc />
    public Task<bool> RedeemAsync(TokenMatch match, IReadOnlyList<StoredToken> successors, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_tokens.TryGetValue(match.Token.Hash, out var token)) return Task.FromResult(false);
            if (token.UsedAt is not null)
            {
                End(token.FamilyId);
                return Task.FromResult(false);
            }

            MakeRoom(successors.Count);
            _tokens[token.Hash] = token with { UsedAt = clock.GetUtcNow() };
            foreach (var successor in successors) _tokens.Add(successor.Hash, successor);
            return Task.FromResult(true);
        }
    }

    /// <inheritdoc />
    public Task EndAsync(TokenFamily family, TokenFamilyEndCause cause, CancellationToken cancellationToken)
    {
        lock (_lock) End(family.Id);
        return Task.CompletedTask;
    }

    private void End(string familyId)
    {
        if (_families.TryGetValue(familyId, out var family)) _families[familyId] = family with { EndedAt = family.EndedAt ?? clock.GetUtcNow() };
    }

    private void MakeRoom(int count)
    {
        var now = clock.GetUtcNow();
        if (now >= _nextSweep)
        {
            _nextSweep = now + SweepInterval;
            var oldest = now - ITokenStore.Remembered;
            foreach (var (hash, token) in _tokens)
            {
                if (token.ExpiresAt < oldest) _tokens.Remove(hash);
            }

            foreach (var (id, family) in _families)
            {
                if (family.ExpiresAt < oldest) _families.Remove(id);
            }
        }

        if (_tokens.Count + count > Capacity) throw new StoreUnavailableException("The memory for tokens is full.");
    }
}
