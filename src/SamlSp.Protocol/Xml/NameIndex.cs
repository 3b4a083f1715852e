namespace SamlSp.Protocol;

/// <summary>
/// Finds a text among the few different ones of a document. From <see cref="Few"/> on, hashes are compared first: comparing long texts that
/// differ at their ends with each other would be work out of proportion to the input. Mutable struct: keep it in a field, never copy it.
/// </summary>
internal struct NameIndex
{
    private const int Few = 64;
    private PooledList<int> _hashes;

    /// <summary>
    /// The position of <paramref name="text"/> in <paramref name="known"/>, which only grows from call to call; -1 when it is not there.
    /// </summary>
    public int Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> bytes, ReadOnlySpan<ByteRange> known)
    {
        var compared = Math.Min(known.Length, Few);
        for (var i = 0; i < compared; i++)
        {
            if (known[i].Length == text.Length && text.SequenceEqual(bytes.Slice(known[i].Start, known[i].Length)))
            {
                return i;
            }
        }

        return known.Length == compared ? -1 : FindByHash(text, bytes, known[Few..]);
    }

    public void Return() => _hashes.Return();

    private int FindByHash(ReadOnlySpan<byte> text, ReadOnlySpan<byte> bytes, ReadOnlySpan<ByteRange> known)
    {
        if (_hashes.Count == 0)
        {
            _hashes = new(256);
        }

        while (_hashes.Count < known.Length)
        {
            _hashes.Add(Hash(bytes.Slice(known[_hashes.Count].Start, known[_hashes.Count].Length)));
        }

        var hash = Hash(text);
        for (var at = 0; at < known.Length; at++)
        {
            var next = _hashes.Items[at..].IndexOf(hash);
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (text.SequenceEqual(bytes.Slice(known[at].Start, known[at].Length)))
            {
                return Few + at;
            }
        }

        return -1;
    }

    // The hash is seeded for each process, so a sender cannot choose texts that collide.
    private static int Hash(ReadOnlySpan<byte> text)
    {
        var hash = default(HashCode);
        hash.AddBytes(text);
        return hash.ToHashCode();
    }
}
