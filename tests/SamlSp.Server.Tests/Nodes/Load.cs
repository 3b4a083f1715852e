using System.Collections.Concurrent;
using System.Net;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>Users who sign in at either node and use both, one after the other, in several windows at once.</summary>
internal sealed class Load : IDisposable
{
    private const int Workers = 4;

    private readonly TwoNodes _nodes;
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task> _workers;
    private int _refused;

    public Load(TwoNodes nodes)
    {
        _nodes = nodes;
        _workers = [.. Enumerable.Range(0, Workers).Select(worker => Task.Run(() => WorkAsync(worker)))];
    }

    /// <summary>Everybody who was told that they are signed in.</summary>
    public ConcurrentBag<NodeBrowser> SignedIn { get; } = [];

    /// <summary>Answers with 5xx that told how the server is made.</summary>
    public ConcurrentBag<string> ToldTooMuch { get; } = [];

    /// <summary>Attempts that found no running node, or were told to try again.</summary>
    public int Refused => _refused;

    public async Task WaitForAsync(int users) =>
        await Eventually.HoldsAsync(() => Task.FromResult(SignedIn.Count >= users), TimeSpan.FromSeconds(60), $"{users} sign-ins");

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_workers);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
        foreach (var browser in SignedIn)
        {
            browser.Dispose();
        }
    }

    private async Task WorkAsync(int worker)
    {
        for (var turn = worker; !_stop.IsCancellationRequested; turn++)
        {
            var browser = new NodeBrowser();
            var kept = false;
            try
            {
                var signedIn = Note(await browser.SignInAsync(turn % 2 == 0 ? _nodes.A : _nodes.B, _nodes.NewUser()));
                if (kept = signedIn == HttpStatusCode.SeeOther)
                {
                    SignedIn.Add(browser);
                }

                Note(await browser.GetAsync(turn % 2 == 0 ? _nodes.B : _nodes.A));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or IOException)
            {
                // The node is down, or was when the request began.
                Interlocked.Increment(ref _refused);
                await Task.Delay(20);
            }
            finally
            {
                if (!kept)
                {
                    browser.Dispose();
                }
            }
        }
    }

    private HttpStatusCode Note((HttpStatusCode Status, string Body) answer)
    {
        if (NodeBrowser.TellsTooMuch(answer.Status, answer.Body))
        {
            ToldTooMuch.Add(answer.Body);
        }

        if ((int)answer.Status >= 500)
        {
            Interlocked.Increment(ref _refused);
        }

        return answer.Status;
    }
}
