using System.Buffers;
using System.Runtime.CompilerServices;

namespace SamlSp.Protocol;

/// <summary>
/// A growing byte buffer over a pooled array with an upper bound. Cleared before it goes back to the pool, because it
/// holds personal data and, after decryption, secrets.
/// </summary>
internal sealed class ByteBuffer(int capacity, int maximum = int.MaxValue) : IDisposable
{
    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    /// <summary>Whether more was written than the bound allows; what was written past it is lost.</summary>
    public bool Overflowed { get; private set; }

    public Span<byte> Written => _bytes.AsSpan(0, Length);

    /// <summary>Space for at least <paramref name="size"/> bytes after those written; <see cref="Advance"/> claims them.</summary>
    public Span<byte> GetSpan(int size)
    {
        if (_bytes.Length - Length < size)
        {
            Grow(size);
        }

        return _bytes.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(byte value)
    {
        if (Length == _bytes.Length)
        {
            Grow(1);
        }

        _bytes[Length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(scoped ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - Length < bytes.Length)
        {
            Grow(bytes.Length);
        }

        bytes.CopyTo(_bytes.AsSpan(Length));
        Length += bytes.Length;
    }

    /// <summary>Gives the pooled array away, for XmlTree.TryParseOwned; the buffer is empty then.</summary>
    public byte[] Detach(out int length)
    {
        var bytes = _bytes;
        length = Length;
        _bytes = [];
        Length = 0;
        return bytes;
    }

    public void Dispose()
    {
        var bytes = _bytes;
        _bytes = [];
        Length = 0;
        if (bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(bytes, clearArray: true);
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

        if (wanted <= _bytes.Length)
        {
            return;
        }

        var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(wanted, 2L * _bytes.Length)));
        Written.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes, clearArray: true);
        }

        _bytes = larger;
    }
}
