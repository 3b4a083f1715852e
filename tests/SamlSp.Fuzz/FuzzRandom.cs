namespace SamlSp.Fuzz;

/// <summary>
/// The numbers of one iteration (SplitMix64). They follow from the seed and the iteration's number alone, so that any iteration can be made
/// again without those before it, on any version of .NET.
/// </summary>
internal sealed class FuzzRandom
{
    private ulong _state;

    public FuzzRandom(ulong seed, long iteration)
    {
        _state = seed;
        _state = Next64() ^ (ulong)iteration;
        Next64();
    }

    public ulong Next64()
    {
        var z = _state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>From 0 to less than <paramref name="limit"/>.</summary>
    public int Next(int limit) => (int)(((Next64() >> 32) * (ulong)limit) >> 32);

    /// <summary>True once in <paramref name="times"/>.</summary>
    public bool Once(int times) => Next(times) == 0;

    public T Pick<T>(IReadOnlyList<T> items) => items[Next(items.Count)];

    /// <summary>1 mostly, then 2, 3, … up to <paramref name="maximum"/>.</summary>
    public int Few(int maximum)
    {
        var count = 1;
        while (count < maximum && Once(2))
        {
            count++;
        }

        return count;
    }
}
