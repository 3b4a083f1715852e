namespace SamlSp.AspNetCore;

/// <summary>Tokens of one process; lost when it stops. If it is full, new tokens are refused; none is deleted early.</summary>
internal sealed class InMemoryTokenStore(TimeProvider clock) : ITokenStore
{
    internal const int Capacity = 200_000;

    private static readonly TimeSpan SweepInterval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, StoredToken> _tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TokenFamily> _families = new(StringComparer.Ordinal);

    /// <summary>The tokens of each family in the order in which they were issued, access tokens and used ones apart.</summary>
    private readonly Dictionary<string, (Queue<string> Access, Queue<string> Used)> _issued = new(StringComparer.Ordinal);
    private DateTimeOffset _nextSweep;

    /// <summary>The number of tokens that are kept.</summary>
    internal int Count => _tokens.Count;

    /// <inheritdoc />
    public Task AddAsync(TokenFamily family, StoredToken code, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            MakeRoom(1);
            MakeRoomInSession(family);
            _families.Add(family.Id, family);
            _issued.Add(family.Id, (new(), new()));
            _tokens.Add(code.Hash, code);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public ValueTask<TokenMatch?> FindAsync(string hash, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new(
                _tokens.TryGetValue(hash, out var token) && _families.TryGetValue(token.FamilyId, out var family)
                    ? new TokenMatch(token, family)
                    : null
            );
        }
    }

    /// <inheritdoc />
    public Task<bool> RedeemAsync(TokenMatch match, IReadOnlyList<StoredToken> successors, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (!_tokens.TryGetValue(match.Token.Hash, out var token))
            {
                return Task.FromResult(false);
            }

            if (token.UsedAt is not null)
            {
                End(token.FamilyId);
                return Task.FromResult(false);
            }

            MakeRoom(successors.Count);
            _tokens[token.Hash] = token with { UsedAt = clock.GetUtcNow() };
            foreach (var successor in successors)
            {
                _tokens.Add(successor.Hash, successor);
            }

            if (_issued.TryGetValue(token.FamilyId, out var issued))
            {
                Keep(issued.Used, token.Hash, ITokenStore.UsedTokensOfFamily);
                foreach (var successor in successors.Where(s => s.Kind == TokenKind.Access))
                {
                    Keep(issued.Access, successor.Hash, ITokenStore.AccessTokensOfFamily);
                }
            }

            return Task.FromResult(true);
        }
    }

    /// <inheritdoc />
    public Task EndAsync(TokenFamily family, TokenFamilyEndCause cause, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            End(family.Id);
        }

        return Task.CompletedTask;
    }

    private void End(string familyId)
    {
        if (_families.TryGetValue(familyId, out var family))
        {
            _families[familyId] = family with { EndedAt = family.EndedAt ?? clock.GetUtcNow() };
        }
    }

    /// <summary>Adds a token, and removes the oldest if there are too many.</summary>
    private void Keep(Queue<string> tokens, string hash, int most)
    {
        tokens.Enqueue(hash);
        while (tokens.Count > most)
        {
            _tokens.Remove(tokens.Dequeue());
        }
    }

    private void MakeRoomInSession(TokenFamily family)
    {
        foreach (
            var old in _families
                .Values.Where(f => f.Session == family.Session)
                .OrderByDescending(f => f.CreatedAt)
                .Skip(ITokenStore.FamiliesOfSession - 1)
                .ToList()
        )
        {
            Forget(old.Id);
            foreach (var (hash, token) in _tokens)
            {
                if (token.FamilyId == old.Id)
                {
                    _tokens.Remove(hash);
                }
            }
        }
    }

    private void Forget(string familyId)
    {
        _families.Remove(familyId);
        _issued.Remove(familyId);
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
                if (token.ExpiresAt < oldest)
                {
                    _tokens.Remove(hash);
                }
            }

            foreach (var (id, family) in _families)
            {
                if (family.ExpiresAt < oldest)
                {
                    Forget(id);
                }
            }
        }

        if (_tokens.Count + count > Capacity)
        {
            throw new StoreUnavailableException("The memory for tokens is full.");
        }
    }
}
