using System.Globalization;
using System.Net;
using System.Net.Sockets;
using SamlSp.Testing;

namespace SamlSp.Deployment.Tests;

/// <summary><c>deploy/system.sh up</c> where something cannot start.</summary>
public sealed class SystemScriptTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public async Task SystemUp_PortThatIsTaken_LeavesNothingRunning(int taken)
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-up").FullName;
        var ports = Enumerable.Range(0, 5).Select(_ => LoopbackPort.Free()).ToArray();
        using var neighbour = new TcpListener(IPAddress.Loopback, ports[taken]);
        neighbour.Start();
        try
        {
            var (code, _, error) = await Script.TryAsync(
                "bash",
                [Path.Combine(Repository.Root, "deploy/system.sh"), "up", folder],
                new Dictionary<string, string>
                {
                    ["SAMLSP_PORTS"] = string.Join(' ', ports.Select(port => port.ToString(CultureInfo.InvariantCulture))),
                    ["SAMLSP_SERVER"] = Path.Combine(
                        Repository.Root,
                        $"src/SamlSp.Server/bin/{Repository.Configuration}/net10.0/SamlSp.Server.dll"
                    ),
                }
            );
            Assert.True(code == 1, error);
            Assert.Contains(taken == 3 ? "sandbox is not ready:" : "node-a is not ready:", error, StringComparison.Ordinal);
            Assert.Contains("address already in use", error, StringComparison.OrdinalIgnoreCase);
            Assert.Empty(Processes(folder));
            Assert.Empty(System.IO.Directory.EnumerateFiles(Path.Combine(folder, "pids")));
            Assert.False(File.Exists(Path.Combine(folder, "postgres/data/postmaster.pid")));
        }
        finally
        {
            System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The processes whose command line or environment names the folder.</summary>
    private static List<string> Processes(string folder)
    {
        var found = new List<string>();
        foreach (var process in System.IO.Directory.EnumerateDirectories("/proc").Where(p => char.IsAsciiDigit(Path.GetFileName(p)[0])))
        {
            try
            {
                var text = File.ReadAllText(process + "/cmdline") + File.ReadAllText(process + "/environ");
                if (text.Contains(folder, StringComparison.Ordinal))
                {
                    found.Add(text[..Math.Min(text.Length, 200)]);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
        }

        return found;
    }
}
