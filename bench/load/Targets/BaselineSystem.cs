using System.Reflection;
using SamlSp.Testing;

namespace SamlSp.Load;

/// <summary>One of <see cref="BaselineApps"/> in a process of its own.</summary>
internal sealed class BaselineSystem(Launched process, string baseUrl) : IMeasuredSystem, IAsyncDisposable
{
    public string BaseUrl { get; } = baseUrl;

    public static async Task<BaselineSystem> StartAsync(string kind)
    {
        var folder = Directory.CreateTempSubdirectory("samlsp-load-" + kind).FullName;
        var url = $"http://127.0.0.1:{LoopbackPort.Free()}";
        var metadata = Path.Combine(folder, "metadata.xml");
        await File.WriteAllBytesAsync(metadata, new TestMetadata().ToBytes());
        return new(
            await Launched.StartAsync(
                Path.Combine(folder, "log"),
                url + "/healthz/ready",
                null,
                "dotnet",
                Assembly.GetExecutingAssembly().Location,
                "--serve",
                kind,
                url,
                metadata
            ),
            url
        );
    }

    public IReadOnlyDictionary<string, double> CpuSeconds() =>
        new Dictionary<string, double>(StringComparer.Ordinal) { [Parts.Nodes] = ProcessMeter.CpuSeconds(process.Id) };

    public long ResidentBytes() => ProcessMeter.ResidentBytes(process.Id);

    public ValueTask DisposeAsync() => process.DisposeAsync();
}
