using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>A registered SamlSp scheme with everything that belongs to it. <see cref="SamlSpSchemes"/> gives it.</summary>
public sealed class SamlSpScheme
{
    private readonly IOptionsMonitor<SamlSpOptions> _options;

    internal SamlSpScheme(
        SamlSpSchemeRegistration registration,
        IOptionsMonitor<SamlSpOptions> options,
        ISigningKeyProvider? provider,
        TimeProvider clock,
        ILogger<ServiceProviderKeys> logger
    )
    {
        _options = options;
        Name = registration.Name;
        Configuration = registration.Configuration;
        Keys = new(provider, clock, logger);
    }

    /// <summary>The name of the authentication scheme.</summary>
    public string Name { get; }

    /// <summary>The scheme's options.</summary>
    public SamlSpOptions Options => _options.Get(Name);

    /// <summary>The scheme's organizations.</summary>
    internal IOrganizationRegistry Organizations => Registry;

    /// <summary>The scheme's own key pairs.</summary>
    internal ServiceProviderKeys Keys { get; }

    /// <summary>The organizations, for those that add and remove some.</summary>
    internal OrganizationRegistry Registry { get; } = new();

    /// <summary>Whether <c>MapSamlSp</c> has mapped its endpoints.</summary>
    internal bool IsMapped { get; set; }

    /// <summary>The configuration section that the options are bound to; null when they are set in code.</summary>
    internal IConfigurationSection? Configuration { get; }
}
