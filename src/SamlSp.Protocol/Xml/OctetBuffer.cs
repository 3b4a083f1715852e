using System.Buffers;
using System.Runtime.CompilerServices;

namespace SamlSp.Protocol;

/// <summary>
/// A growing octet buffer over a pooled array with an upper bound. Cleared before it goes back to the pool, because it
/// holds personal data and, after decryption, secrets.
/// </summary>
internal sealed class OctetBuffer(int capacity, int maximum = int.MaxValue) : IDisposable
{
    private byte[] _octets = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    /// <summary>Whether more was written than the bound allows; what was written past it is lost.</summary>
    public bool Overflowed { get; private set; }

    public Span<byte> Written => _octets.AsSpan(0, Length);

    /// <summary>Space for at least <paramref name="size"/> octets after those written; <see cref="Advance"/> claims them.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_octets.Length - Length < size)
        {
            Grow(size);
        }

        return _octets.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte octet)
    {
        if (Length == _octets.Length)
        {
            Grow(1);
        }

        _octets[Length++] = octet;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> octets)
    {
        if (_octets.Length - Length < octets.Length)
        {
            Grow(octets.Length);
        }

        octets.CopyTo(_octets.AsSpan(Length));
        Length += octets.Length;
    }

    /// <summary>Gives the pooled array away, for <see cref="XmlTree.TryParseOwned"/>; the buffer is empty then.</summary>
    public byte[] Detach(out int length)
    {
        var octets = _octets;
        length = Length;
        _octets = [];
        Length = 0;
        return octets;
    }

    public void Dispose()
    {
        var octets = _octets;
        _octets = [];
        Length = 0;
        if (octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(octets, clearArray: true);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size)
    {
        var wanted = (long)Length + size;
        if (wanted > maximum)
        {
            // Start over: the caller looks at Overflowed when it is done, or earlier, and refuses.
            Overflowed = true;
            Length = 0;
            wanted = size;
        }

        if (wanted <= _octets.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(wanted, 2L * _octets.Length)));
        Written.CopyTo(larger);
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets, clearArray: true);
        }

        _octets = larger;
    }
}
