using System.Diagnostics.Metrics;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using SamlSp.AspNetCore;
using SamlSp.Testing;

namespace SamlSp.Server.Tests;

/// <summary>docs/observability.md and the dashboard name exactly the existing instruments.</summary>
public sealed class ObservabilityPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs/observability.md"));
    private static readonly string Dashboard = File.ReadAllText(Path.Combine(Repository.Root, "deploy/grafana/samlsp.json"));

    [Fact]
    public async Task ObservabilityPage_Instruments_AreExactlyTheDocumentedOnes()
    {
        var names = await InstrumentsAsync();
        Assert.Contains("samlsp.sign_ins", names);
        foreach (var name in names)
        {
            Assert.Contains($"| `{name}` |", Page, StringComparison.Ordinal);
        }

        var described = Page.Split('\n')
            .Where(l => l.StartsWith("| `samlsp.", StringComparison.Ordinal) && l.Split('|').Length == 6)
            .Select(l => l.Split('`')[1]);
        Assert.Empty(described.Except(names, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Dashboard_Queries_NameExistingInstruments()
    {
        using var document = JsonDocument.Parse(Dashboard);
        var known = (await InstrumentsAsync()).Select(n => n.Replace('.', '_')).ToArray();
        var asked = document
            .RootElement.GetProperty("panels")
            .EnumerateArray()
            .SelectMany(p => p.TryGetProperty("targets", out var targets) ? targets.EnumerateArray() : [])
            .Select(t => t.GetProperty("expr").GetString()!)
            .ToList();
        Assert.True(asked.Count >= 8);
        foreach (var expression in asked.Where(e => e.Contains("samlsp_", StringComparison.Ordinal)))
        {
            Assert.Contains(known, name => expression.Contains(name, StringComparison.Ordinal));
        }
    }

    /// <summary>
    /// All instruments of our meters, once the code that makes them has run: static ones are made here, the others by a server of this
    /// process.
    /// </summary>
    private static async Task<IReadOnlyCollection<string>> InstrumentsAsync()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (!instrument.Meter.Name.StartsWith(SamlSpTelemetry.Name, StringComparison.Ordinal))
                {
                    return;
                }

                lock (names)
                {
                    names.Add(instrument.Name);
                }
            },
        };
        listener.Start();
        foreach (
            var assembly in new[] { typeof(SamlSpTelemetry).Assembly, typeof(Directory.StorageOptions).Assembly, typeof(Program).Assembly }
        )
        {
            foreach (var type in assembly.GetTypes().Where(t => t.Name.EndsWith("Telemetry", StringComparison.Ordinal)))
            {
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
            }
        }

        var folder = System.IO.Directory.CreateTempSubdirectory("samlsp-instruments").FullName;
        await using (
            var app = new WebApplicationFactory<Program>().WithWebHostBuilder(host =>
                host.UseSetting("SamlSp:Certificates:Directory", folder)
                    .UseSetting("SamlSp:Storage:ConnectionString", $"Data Source={folder}/samlsp.db")
            )
        )
        {
            using var client = app.CreateClient();
            using var answer = await client.GetAsync(new Uri("/healthz/ready", UriKind.Relative));
            Assert.True(answer.IsSuccessStatusCode);
        }

        System.IO.Directory.Delete(folder, recursive: true);
        lock (names)
        {
            return [.. names];
        }
    }
}
