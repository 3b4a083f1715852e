using System.Net;
using System.Net.Sockets;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>Two tests never get one port, whichever process they run in.</summary>
public sealed class LoopbackPortTests
{
    [Fact]
    public void Free_ManyCallersAtOnce_GetDifferentPortsThatNobodyListensOn()
    {
        var ports = new int[200];
        Parallel.For(0, ports.Length, i => ports[i] = LoopbackPort.Free());
        Assert.Equal(ports.Length, ports.Distinct().Count());
        foreach (var port in ports)
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
    }

    [Fact]
    public void Free_AnotherProcess_DoesNotGetThePort()
    {
        var port = LoopbackPort.Free();
        var file = Path.Combine(Path.GetTempPath(), "samlsp-test-ports-" + Environment.UserName, $"{port}");
        Assert.Throws<IOException>(() => new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
    }
}
