using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SamlSp.EntraSandbox;

/// <summary>A tenant beside the first one. Its services are in a container of their own, because each of them serves one tenant.</summary>
internal sealed class FurtherTenant : IDisposable
{
    private readonly ServiceProvider _services;

    /// <summary>Founds the tenant.</summary>
    /// <param name="name">The name of its options.</param>
    /// <param name="application">The application's services.</param>
    public FurtherTenant(string name, IServiceProvider application)
    {
        var services = new ServiceCollection();
        services.AddSingleton(application.GetRequiredService<TimeProvider>());
        services.AddSingleton(Options.Create(application.GetRequiredService<IOptionsMonitor<EntraSandboxOptions>>().Get(name)));
        _services = SamlSpEntraSandboxServiceCollectionExtensions.AddTenant(services).BuildServiceProvider();
    }

    /// <summary>The tenant's services.</summary>
    public IServiceProvider Services => _services;

    /// <inheritdoc />
    public void Dispose() => _services.Dispose();
}
