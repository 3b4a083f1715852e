using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace SamlSp.AspNetCore;

/// <summary>
/// Claims of which only names and masks are kept, in three objects, for thousands of attempts lie in memory and hardly one is ever read:
/// the texts are made when they are read.
/// </summary>
internal sealed class MaskedClaims : IReadOnlyDictionary<string, IReadOnlyList<string>>
{
    private const int MaxShown = 10;

    private readonly MaskedClaim[] _claims;
    private readonly MaskedValue[] _values;

    public MaskedClaims(IReadOnlyDictionary<string, IReadOnlyList<string>> claims)
    {
        _claims = new MaskedClaim[claims.Count];
        var (claim, shown) = (0, 0);
        foreach (var (name, values) in claims)
        {
            _claims[claim++] = new(name, shown, values.Count);
            shown += Math.Min(values.Count, MaxShown);
        }

        _values = new MaskedValue[shown];
        foreach (var known in _claims)
        {
            var values = claims[known.Name];
            for (var i = 0; i < known.Shown; i++)
            {
                _values[known.From + i] = new(values[i]);
            }
        }
    }

    public int Count => _claims.Length;

    public IEnumerable<string> Keys => _claims.Select(claim => claim.Name);

    public IEnumerable<IReadOnlyList<string>> Values => _claims.Select(Texts);

    public IReadOnlyList<string> this[string key] => TryGetValue(key, out var texts) ? texts : throw new KeyNotFoundException();

    public bool ContainsKey(string key) => TryGetValue(key, out _);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out IReadOnlyList<string> value)
    {
        var found = Array.FindIndex(_claims, claim => claim.Name == key);
        value = found < 0 ? null : Texts(_claims[found]);
        return found >= 0;
    }

    public IEnumerator<KeyValuePair<string, IReadOnlyList<string>>> GetEnumerator() =>
        _claims.Select(claim => KeyValuePair.Create(claim.Name, Texts(claim))).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IReadOnlyList<string> Texts(MaskedClaim claim)
    {
        var texts = new List<string>(claim.Shown + 1);
        foreach (var value in _values.AsSpan(claim.From, claim.Shown))
        {
            texts.Add(value.ToString());
        }

        if (claim.Count > claim.Shown)
        {
            texts.Add(string.Create(CultureInfo.InvariantCulture, $"… {claim.Count} in all"));
        }

        return texts;
    }

    /// <summary>A claim's name, where its masks begin, and how many values it had.</summary>
    private readonly record struct MaskedClaim(string Name, int From, int Count)
    {
        public int Shown => Math.Min(Count, MaxShown);
    }
}
