using System.Buffers;
using System.Runtime.CompilerServices;

namespace SamlSp.Protocol;

/// <summary>A growing list of plain values over a pooled array. Mutable struct: keep it in a field, never copy it.</summary>
internal struct PooledList<T>
    where T : unmanaged
{
    private T[] _items;

    public PooledList(int capacity) => _items = ArrayPool<T>.Shared.Rent(capacity);

    public int Count { get; private set; }

    public readonly Span<T> Items => _items.AsSpan(0, Count);

    public readonly ref T this[int index] => ref _items[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Add(in T item)
    {
        if (Count == _items.Length)
        {
            Grow();
        }

        _items[Count] = item;
        return Count++;
    }

    public void RemoveFrom(int index) => Count = index;

    public void Return()
    {
        var items = _items;
        _items = [];
        Count = 0;
        if (items is { Length: > 0 })
        {
            ArrayPool<T>.Shared.Return(items);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow()
    {
        var larger = ArrayPool<T>.Shared.Rent(Math.Max(16, Count * 2));
        _items.AsSpan(0, Count).CopyTo(larger);
        if (_items.Length > 0)
        {
            ArrayPool<T>.Shared.Return(_items);
        }

        _items = larger;
    }
}
