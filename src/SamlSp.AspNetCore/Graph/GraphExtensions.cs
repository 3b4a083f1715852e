using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SamlSp.AspNetCore;

/// <summary>Adds what is read from Microsoft Graph.</summary>
internal static class GraphExtensions
{
    public static void AddGraph(this IServiceCollection services)
    {
        services.AddSingleton<GraphTokens>();
        services.AddSingleton<GraphClient>();
        services.AddSingleton<GraphStatus>();
        services.AddSingleton<GroupCache>();
        services.AddSingleton<GraphGroups>();
        services.TryAddSingleton<IKnownGroups, InMemoryKnownGroups>();
        services.TryAddSingleton<IGraphWatchStore, InMemoryGraphWatchStore>();
        services.AddSingleton<GraphWatcher>();
        services.AddHostedService(provider => provider.GetRequiredService<GraphWatcher>());
    }
}
