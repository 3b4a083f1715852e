using System.Collections.Concurrent;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// Access tokens that were found a moment ago. So short that what another node ended is known in time: what counts for the rest is the
/// session, which is asked for besides.
/// </summary>
internal sealed class TokenCache(TimeProvider clock)
{
    private const int Most = 10_000;
    private static readonly TimeSpan For = TimeSpan.FromSeconds(1.5);

    private readonly ConcurrentDictionary<string, (TokenMatch Match, long At)> _found = new(StringComparer.Ordinal);
    private long _generation;

    /// <summary>Noted before the store is asked, so that what is ended in between is not kept.</summary>
    public long Generation => Interlocked.Read(ref _generation);

    public TokenMatch? Find(string hash) =>
        _found.TryGetValue(hash, out var found) && clock.GetElapsedTime(found.At) < For ? found.Match : null;

    /// <summary>Keeps a token.</summary>
    /// <param name="match">The token.</param>
    /// <param name="asked">When the store was asked.</param>
    /// <param name="generation">The generation at that time.</param>
    public void Add(TokenMatch match, long asked, long generation)
    {
        if (_found.Count >= Most)
        {
            _found.Clear();
        }

        _found[match.Token.Hash] = (match, asked);
        if (generation != Generation)
        {
            _found.TryRemove(match.Token.Hash, out _);
        }
    }

    public void Clear()
    {
        Interlocked.Increment(ref _generation);
        _found.Clear();
    }
}
