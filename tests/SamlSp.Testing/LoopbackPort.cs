using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace SamlSp.Testing;

/// <summary>Hands out ports of 127.0.0.1, each to one test only, whichever process of this machine it runs in.</summary>
public static class LoopbackPort
{
    // Below the ports that operating systems give to connections and to listeners that ask for any (Linux from 32768, others from 49152).
    private const int First = 20_000;
    private const int Count = 12_000;

    private static readonly string Locks = Directory
        .CreateDirectory(Path.Combine(Path.GetTempPath(), "samlsp-test-ports-" + Environment.UserName))
        .FullName;

    /// <summary>Open as long as this process runs: the lock on the file is the right to the port. The files stay, or a lock would be on a
    /// file that another process no longer finds.</summary>
    private static readonly List<FileStream> Held = [];

    /// <summary>A port that nobody listens on, and that no other caller gets while this process runs.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = First + Random.Shared.Next(Count);
            if (TryHold(port))
            {
                return port;
            }
        }
    }

    private static bool TryHold(int port)
    {
        FileStream? held = null;
        try
        {
            held = new(
                Path.Combine(Locks, port.ToString(CultureInfo.InvariantCulture)),
                FileMode.OpenOrCreate,
                FileAccess.ReadWrite,
                FileShare.None
            );
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            lock (Held)
            {
                Held.Add(held);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            held?.Dispose();
            return false;
        }
    }
}
