using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace SamlSp.AspNetCore;

/// <summary>For programs that want to say in their own words why they do not start.</summary>
public static class SamlSpHostExtensions
{
    /// <summary>Checks the whole configuration now instead of when the host starts.</summary>
    /// <exception cref="SamlSpConfigurationException">It has mistakes; all of them are said.</exception>
    public static Task CheckSamlSpAsync(this IHost host, CancellationToken cancellationToken = default) =>
        host.Services.GetRequiredService<SamlSpStartup>().StartingAsync(cancellationToken);
}
