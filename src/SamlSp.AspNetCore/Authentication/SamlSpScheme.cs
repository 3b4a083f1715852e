using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace SamlSp.AspNetCore;

/// <summary>A registered SamlSp scheme with everything that belongs to it. <see cref="SamlSpSchemes"/> gives it.</summary>
public sealed class SamlSpScheme
{
    private readonly IOptionsMonitor<SamlSpOptions> _options;
    private volatile SamlSpOptions? _current;

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

    /// <summary>The scheme's options. Where settings change, there is a new object; a request reads it once.</summary>
    public SamlSpOptions Options => _current ??= _options.Get(Name);

    /// <summary>Options that are being checked before they are used; null when there are none.</summary>
    internal SamlSpOptions? Incoming { get; set; }

    /// <summary>
    /// Finds an organization that users can sign in at: by its name, without case, or by an e-mail address of one of its domains. Null if
    /// there is none.
    /// </summary>
    public Organization? FindOrganization(string identifier) =>
        Registry.TryGetByIdentifier(identifier, out var organization) ? organization : null;

    /// <summary>The scheme's organizations.</summary>
    internal IOrganizationRegistry Organizations => Registry;

    /// <summary>The scheme's own key pairs.</summary>
    internal ServiceProviderKeys Keys { get; }

    /// <summary>The organizations, for those that add and remove some.</summary>
    internal OrganizationRegistry Registry { get; } = new();

    /// <summary>Uses changed options from now on.</summary>
    internal void Use(SamlSpOptions options) => _current = options;

    /// <summary>The settings that the configuration declares for an organization, also those that are being checked.</summary>
    internal IEnumerable<OrganizationOptions> Declared(string organization)
    {
        foreach (var options in new[] { Incoming, Options }.OfType<SamlSpOptions>())
        {
            if (options.Organizations.TryGetValue(organization, out var declared))
            {
                yield return declared;
            }
        }
    }

    /// <summary>Whether <c>MapSamlSp</c> has mapped its endpoints.</summary>
    internal bool IsMapped => MappedTo is not null;

    /// <summary>Where <c>MapSamlSp</c> has mapped its endpoints; null if it was not called.</summary>
    internal IEndpointRouteBuilder? MappedTo { get; set; }

    /// <summary>The configuration section that the options are bound to; null when they are set in code.</summary>
    internal IConfigurationSection? Configuration { get; }
}
