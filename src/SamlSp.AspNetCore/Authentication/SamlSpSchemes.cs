using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>The registered SamlSp schemes, in the order in which <c>AddSamlSp</c> was called. Register it by <c>AddSamlSp</c>.</summary>
public sealed class SamlSpSchemes
{
    private readonly SamlSpScheme[] _all;

    internal SamlSpSchemes(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptionsMonitor<SamlSpOptions>>();
        var provider = services.GetService<ISigningKeyProvider>();
        var clock = services.GetRequiredService<TimeProvider>();
        var logger = services.GetRequiredService<ILogger<ServiceProviderKeys>>();
        _all =
        [
            .. services
                .GetServices<SamlSpSchemeRegistration>()
                .Select(registration => new SamlSpScheme(registration, options, provider, clock, logger)),
        ];
    }

    /// <summary>All schemes.</summary>
    public IReadOnlyList<SamlSpScheme> All => _all;

    /// <summary>The first scheme: the one of the session's cookie, the console and the organizations of the store.</summary>
    public SamlSpScheme Default => _all[0];

    /// <summary>The scheme of a name.</summary>
    /// <param name="name">The name; null for <see cref="Default"/>.</param>
    /// <exception cref="InvalidOperationException">There is no such scheme.</exception>
    public SamlSpScheme Get(string? name = null) =>
        name is null
            ? Default
            : Array.Find(_all, scheme => scheme.Name == name)
                ?? throw new InvalidOperationException(
                    $"There is no SamlSp scheme {name}. A scheme is added by AddSamlSp before the application starts, not by"
                        + " IAuthenticationSchemeProvider.AddScheme. To add an organization at run time, use IOrganizationDirectory"
                        + " (package SamlSp.Directory)."
                );

    /// <summary>The schemes of an application.</summary>
    /// <exception cref="InvalidOperationException">The application has none.</exception>
    internal static SamlSpSchemes In(IServiceProvider services) =>
        services.GetService<SamlSpSchemes>() ?? throw new InvalidOperationException("There is no SamlSp scheme: call AddSamlSp.");
}
