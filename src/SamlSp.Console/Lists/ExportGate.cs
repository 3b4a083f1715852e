namespace SamlSp.Console;

/// <summary>Bounds exports that run at the same time: each reads a whole list. Two on a server.</summary>
internal sealed class ExportGate : IDisposable
{
    private const int AtOnce = 2;

    private readonly SemaphoreSlim _places = new(AtOnce, AtOnce);

    /// <summary>Takes a place, to be disposed once, which gives it back; null when there is none.</summary>
    public IDisposable? TryEnter() => _places.Wait(0) ? new Place(_places) : null;

    /// <inheritdoc />
    public void Dispose() => _places.Dispose();

    private sealed class Place(SemaphoreSlim places) : IDisposable
    {
        public void Dispose() => places.Release();
    }
}
