using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace SamlSp.Benchmarks;

/// <summary>
/// What it costs a node to tie open connections to their sessions: event streams at rest, each of a session of its own, with the guard and
/// without. Then all sessions are ended at once.
/// </summary>
internal static class ConnectionBenchmark
{
    private static readonly TimeSpan AtRest = TimeSpan.FromSeconds(30);

    /// <summary>Runs it.</summary>
    /// <param name="sizes">How many connections; 10,000 by default.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> sizes)
    {
        var count = sizes.Count > 0 ? int.Parse(sizes[0], CultureInfo.InvariantCulture) : 10_000;
        var plain = await MeasureAsync(count, isGuarded: false);
        var guarded = await MeasureAsync(count, isGuarded: true);
        Print($"{count} event streams at rest, each of its own session");
        Print($"without the guard: {plain.Processor:P2} of a processor, {plain.Bytes / 1024:F2} KB for each connection");
        Print($"with the guard:    {guarded.Processor:P2} of a processor, {guarded.Bytes / 1024:F2} KB for each connection");
        Print($"the guard:         {guarded.Processor - plain.Processor:P2}, {guarded.Bytes - plain.Bytes:F0} bytes for each connection");
        Print($"all sessions ended at once: the first connection closed after {guarded.First:F2} s, the last after {guarded.Last:F2} s");
        return 0;
    }

    private static async Task<Measured> MeasureAsync(int count, bool isGuarded)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-connections").FullName;
        using var server = Start(folder, isGuarded);
        try
        {
            var url = new Uri((await server.StandardOutput.ReadLineAsync())!);
            using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = url };
            var cookies = new string[count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = 64 },
                async (number, cancellationToken) => cookies[number] = await SignInAsync(client, number, cancellationToken)
            );

            // (1) What is in use before, and after the connections are open.
            var before = await BytesAsync(client);
            var sockets = new Socket[count];
            await Parallel.ForEachAsync(
                Enumerable.Range(0, count),
                new ParallelOptions { MaxDegreeOfParallelism = 64 },
                async (number, cancellationToken) => sockets[number] = await OpenAsync(url, cookies[number], cancellationToken)
            );
            await Task.Delay(TimeSpan.FromSeconds(5));
            var open = await BytesAsync(client);

            // (2) The processor time at rest. Collecting the garbage of the count of bytes is not in it.
            await Task.Delay(TimeSpan.FromSeconds(2));
            var from = server.TotalProcessorTime;
            await Task.Delay(AtRest);
            server.Refresh();
            var processor = (server.TotalProcessorTime - from) / AtRest;

            // (3) The end of all.
            var (first, last) = isGuarded ? await EndAsync(client, sockets) : default;
            foreach (var socket in sockets)
            {
                socket.Dispose();
            }

            return new(processor, (double)(open - before) / count, first, last);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    private static Process Start(string folder, bool isGuarded) =>
        Process.Start(
            new ProcessStartInfo(Environment.ProcessPath!, ["--connection-server", folder, isGuarded ? "guarded" : "plain"])
            {
                RedirectStandardOutput = true,
                UseShellExecute = false,
            }
        )!;

    private static async Task<string> SignInAsync(HttpClient client, int number, CancellationToken cancellationToken)
    {
        using var answer = await client.PostAsync(new Uri($"/sign-in/{number}", UriKind.Relative), content: null, cancellationToken);
        answer.EnsureSuccessStatusCode();
        return answer.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
    }

    private static async Task<Socket> OpenAsync(Uri url, string cookie, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(url.Host, url.Port, cancellationToken);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET /open HTTP/1.1\r\nHost: {url.Authority}\r\nCookie: {cookie}\r\n\r\n"),
            cancellationToken
        );
        var buffer = new byte[1024];
        var received = await socket.ReceiveAsync(buffer, cancellationToken);
        return buffer.AsSpan(0, received).StartsWith("HTTP/1.1 200"u8)
            ? socket
            : throw new InvalidOperationException(Encoding.ASCII.GetString(buffer, 0, received));
    }

    private static async Task<long> BytesAsync(HttpClient client) =>
        long.Parse(await client.GetStringAsync(new Uri("/bytes", UriKind.Relative)), CultureInfo.InvariantCulture);

    /// <summary>Ends all sessions; returns the seconds from the answer until the first and the last connection were closed.</summary>
    private static async Task<(double First, double Last)> EndAsync(HttpClient client, Socket[] sockets)
    {
        var closed = Array.ConvertAll(sockets, ClosedAsync);
        using var answer = await client.PostAsync(new Uri("/end", UriKind.Relative), content: null);
        answer.EnsureSuccessStatusCode();
        var since = Stopwatch.GetTimestamp();
        await Task.WhenAny(closed);
        var first = Stopwatch.GetElapsedTime(since).TotalSeconds;
        await Task.WhenAll(closed);
        return (first, Stopwatch.GetElapsedTime(since).TotalSeconds);
    }

    private static async Task ClosedAsync(Socket socket)
    {
        var buffer = new byte[64];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0) { }
        }
        catch (SocketException)
        {
            // Aborted.
        }
    }

    private static void Print(FormattableString line) => System.Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private sealed record Measured(double Processor, double Bytes, double First, double Last);
}
