using SamlSp.Testing;

namespace SamlSp.Browser.Tests;

/// <summary>The built server as a newcomer starts it: Development, with the sandbox tenant, on SQLite.</summary>
public sealed class SandboxServer : IAsyncLifetime
{
    private ServerProcess? _server;

    public string Url => _server!.BaseUrl;

    public string Log => _server!.Output;

    /// <inheritdoc />
    public async Task InitializeAsync() =>
        _server = await ServerProcess.StartAsync(
            new() { ["Sandbox"] = new { Enabled = true } },
            environment: "Development",
            host: "localhost"
        );

    /// <inheritdoc />
    public async Task DisposeAsync() => await _server!.DisposeAsync();
}
