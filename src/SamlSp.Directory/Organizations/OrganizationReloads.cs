using System.Threading.Channels;

namespace SamlSp.Directory;

/// <summary>
/// Which organizations are to be loaded anew: asked for by the change feed, which waits for nobody, and done by
/// <see cref="OrganizationReloader"/>.
/// </summary>
internal sealed class OrganizationReloads
{
    private readonly Channel<string?> _asked = Channel.CreateUnbounded<string?>(new() { SingleReader = true });

    /// <summary>Asks for one.</summary>
    public void AskFor(string organization) => _asked.Writer.TryWrite(organization);

    /// <summary>Asks for all: contact with the store was lost for too long to know what has changed.</summary>
    public void AskForAll() => _asked.Writer.TryWrite(null);

    /// <summary>What is asked for, together, once there is something.</summary>
    /// <param name="again">What failed before, and is asked for again after <paramref name="patience"/> if nothing else comes.</param>
    /// <param name="patience">How long to wait when something has failed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    /// <returns>Names in lower case; null for all.</returns>
    public async Task<IReadOnlyCollection<string>?> NextAsync(
        IReadOnlyCollection<string> again,
        TimeSpan patience,
        CancellationToken cancellationToken
    )
    {
        var names = new HashSet<string>(again, StringComparer.Ordinal);
        var all = false;
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (again.Count > 0)
        {
            waiting.CancelAfter(patience);
        }

        try
        {
            await _asked.Reader.WaitToReadAsync(waiting.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return names;
        }

        while (_asked.Reader.TryRead(out var name))
        {
            if (name is null)
            {
                all = true;
            }
            else
            {
                names.Add(name);
            }
        }

        return all ? null : names;
    }
}
