using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SamlSp.Protocol;

namespace SamlSp.AspNetCore;

/// <summary>
/// Settings of one service provider: one authentication scheme with one set of endpoints, for any number of organizations.
/// </summary>
/// <remarks>
/// Bound from the configuration section <c>SamlSp</c>. Everything invalid is reported at start, all at once
/// (<see cref="SamlSpConfigurationException"/>).
/// </remarks>
public sealed class SamlSpOptions : AuthenticationSchemeOptions
{
    /// <summary>
    /// The address that browsers see, without a path: <c>https://sp.example.com</c>. Required. <c>http:</c> only in Development or for
    /// loopback hosts.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>The path under which the SAML endpoints live. Default <c>/Saml2</c>, as at Sustainsys.Saml2.</summary>
    public string ModulePath { get; set; } = "/Saml2";

    /// <summary>This service provider's entity ID. Default: <see cref="BaseUrl"/> + <see cref="ModulePath"/>.</summary>
    public string? EntityId { get; set; }

    /// <summary>Where our own key pairs are.</summary>
    public CertificateOptions Certificates { get; set; } = new();

    /// <summary>How identity providers' metadata is fetched.</summary>
    public MetadataOptions Metadata { get; set; } = new();

    /// <summary>What is kept of sign-in attempts.</summary>
    public SignInTraceOptions SignInTrace { get; set; } = new();

    /// <summary>The operator's bounds on sessions.</summary>
    public SamlSpSessionOptions Session { get; set; } = new();

    /// <summary>The organizations whose people may sign in, by name (letters, digits, <c>-</c>, <c>_</c>, <c>.</c>).</summary>
    public IDictionary<string, OrganizationOptions> Organizations { get; set; } =
        new Dictionary<string, OrganizationOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gateway mode.</summary>
    public GatewayOptions Gateway { get; set; } = new();

    /// <summary>How far clocks may differ. Default 180 seconds; at most 300.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>How long a started sign-in may take. Default 15 minutes.</summary>
    public TimeSpan PendingRequestLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Most sign-ins that one browser can have pending; the oldest gives way. Default 8.</summary>
    public int MaximumPendingRequests { get; set; } = 8;

    /// <summary>Bounds on incoming messages.</summary>
    public VerifierLimits Limits { get; set; } = new();

    /// <summary>
    /// Hooks for the application. <see cref="AuthenticationSchemeOptions.EventsType"/> names a service with them instead, a class derived
    /// from <see cref="SamlSpEvents"/>.
    /// </summary>
    public new SamlSpEvents Events
    {
        get => (SamlSpEvents)base.Events!;
        set => base.Events = value;
    }

    internal SamlSpEvents EventsOf(HttpContext context) =>
        EventsType is { } type ? (SamlSpEvents)context.RequestServices.GetRequiredService(type) : Events;

    internal bool IsSecure => BaseUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    internal string AssertionConsumerServiceUrl => BaseUrl + ModulePath + "/Acs";

    internal string OpenIdCallbackUrl => BaseUrl + SamlSpDefaults.OpenIdCallbackPath;

    internal string LogoutUrl => BaseUrl + ModulePath + "/Logout";
}
