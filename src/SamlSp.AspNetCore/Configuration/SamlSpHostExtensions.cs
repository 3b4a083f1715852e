using Microsoft.Extensions.DependencyInjection;
using SamlSp.AspNetCore;

namespace Microsoft.Extensions.Hosting;

/// <summary>Checks the configuration before the host starts.</summary>
public static class SamlSpHostExtensions
{
    /// <summary>
    /// Checks the whole configuration now instead of when the host starts, so that a program can report the mistakes itself.
    /// </summary>
    /// <exception cref="SamlSpConfigurationException">The configuration has mistakes. The message lists all of them.</exception>
    public static Task CheckSamlSpAsync(this IHost host, CancellationToken cancellationToken = default) =>
        host.Services.GetRequiredService<SamlSpStartup>().StartingAsync(cancellationToken);
}
