namespace SamlSp.Load;

/// <summary>What is driven, each started when it is first asked for.</summary>
internal sealed class Systems(LoadOptions options) : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _started = [];
    private readonly Dictionary<string, (Driver Driver, IMeasuredSystem System)> _systems = new(StringComparer.Ordinal);

    /// <summary>A baseline, as <see cref="BaselineApps"/> names it.</summary>
    public Task<(Driver Driver, IMeasuredSystem System)> BaselineAsync(string kind) =>
        StartAsync(
            kind,
            async () =>
            {
                var system = await BaselineSystem.StartAsync(kind);
                return (system, system, system.BaseUrl);
            }
        );

    /// <summary>The built server, or the one that it is held against.</summary>
    public Task<(Driver Driver, IMeasuredSystem System)> ServerAsync(int nodes, bool postgreSql, bool isBase = false) =>
        StartAsync(
            $"{nodes} {postgreSql} {isBase}",
            async () =>
            {
                var system = await ServerSystem.StartAsync(isBase ? options.Against! : options.Server, nodes, postgreSql);
                return (system, system, system.BaseUrl);
            }
        );

    public async ValueTask DisposeAsync()
    {
        foreach (var (driver, _) in _systems.Values)
        {
            driver.Dispose();
        }

        foreach (var system in _started)
        {
            await system.DisposeAsync();
        }
    }

    private async Task<(Driver Driver, IMeasuredSystem System)> StartAsync(
        string name,
        Func<Task<(IMeasuredSystem System, IAsyncDisposable Owned, string BaseUrl)>> start
    )
    {
        if (_systems.TryGetValue(name, out var running))
        {
            return running;
        }

        var (system, owned, baseUrl) = await start();
        _started.Add(owned);
        return _systems[name] = (new Driver(baseUrl, options.Connections), system);
    }
}
