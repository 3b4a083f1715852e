using System.Collections.Concurrent;

namespace SamlSp.Protocol;

/// <summary>
/// Key objects of one key, each lent to one caller at a time: the framework does not promise that RSA and ECDsa instances are safe for
/// concurrent use, and importing a key for each message costs more than using it.
/// </summary>
internal sealed class KeyPool<TKey>(Func<TKey> create)
    where TKey : class, IDisposable
{
    private static readonly int Capacity = Environment.ProcessorCount * 2;
    private readonly ConcurrentQueue<TKey> _idle = new();
    private TKey? _first;

    public TKey Rent() => Interlocked.Exchange(ref _first, null) ?? (_idle.TryDequeue(out var key) ? key : create());

    public void Return(TKey key)
    {
        if (Interlocked.CompareExchange(ref _first, key, null) is null)
        {
            return;
        }

        if (_idle.Count < Capacity)
        {
            _idle.Enqueue(key);
        }
        else
        {
            key.Dispose();
        }
    }
}
