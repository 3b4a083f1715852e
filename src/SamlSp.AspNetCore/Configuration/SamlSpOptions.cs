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
    /// <summary>Creates the options with their defaults. <see cref="Events"/> can be set at once.</summary>
    public SamlSpOptions() => Events = new();

    /// <summary>
    /// The address that browsers see: <c>https://sp.example.com</c>. Required. <c>http:</c> only in Development or for loopback hosts. If
    /// it has a path (<c>https://www.example.com/portal</c>), the application lies below that path: it becomes
    /// <see cref="HttpRequest.PathBase"/> of every request.
    /// </summary>
    public string? BaseUrl { get; set; }

    /// <summary>
    /// Further addresses of the same application, with the scheme and the path of <see cref="BaseUrl"/>. A sign-in that starts at one of
    /// them ends there, so the identity provider must know its reply URL as well. Default: none. <see cref="EntityId"/> is one for all.
    /// </summary>
    public IList<string> AdditionalBaseUrls { get; set; } = [];

    /// <summary>
    /// Origins of other hosts that a return URL may lead to, such as that of a single-page application: <c>https://app.example.com</c>.
    /// Default: none; a return URL is a local path, or an address below <see cref="BaseUrl"/>.
    /// </summary>
    public IList<string> ReturnUrlOrigins { get; set; } = [];

    /// <summary>The path of the SAML endpoints. Default <c>/Saml2</c>, as in Sustainsys.Saml2.</summary>
    public string ModulePath { get; set; } = "/Saml2";

    /// <summary>The paths of the other endpoints. Those of the first scheme count.</summary>
    public SamlSpPathOptions Paths { get; set; } = new();

    /// <summary>This service provider's entity ID. Default: <see cref="BaseUrl"/> + <see cref="ModulePath"/>.</summary>
    public string? EntityId { get; set; }

    /// <summary>
    /// The scheme that a verified user is signed in to, beside the session of SamlSp: Identity's external cookie, or any cookie scheme of
    /// the application. Its principal has <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> as <see
    /// cref="SamlSp.AspNetCore.Session.ProviderKey"/>, and its properties are those of the challenge. Default: the application's default
    /// sign-in scheme (otherwise its default scheme) if that is a cookie scheme; otherwise <see cref="SamlSpDefaults.SessionScheme"/>,
    /// which means none.
    /// </summary>
    public string? SignInScheme { get; set; }

    /// <summary>
    /// The page that takes a sign-in to <see cref="SignInScheme"/> that no challenge of the application has started: one that began at the
    /// identity provider, at <c>/login</c> or at <c>/Saml2/SignIn</c>. A local path, which gets the return URL as the parameter
    /// <c>returnUrl</c>: <c>/Identity/Account/ExternalLogin?handler=Callback</c>. Null leads to the return URL itself.
    /// </summary>
    public string? SignInCallbackPath { get; set; }

    /// <summary>The folder of our own key pairs.</summary>
    public CertificateOptions Certificates { get; set; } = new();

    /// <summary>What our own metadata says besides keys and endpoints.</summary>
    public PublishedMetadataOptions PublishedMetadata { get; set; } = new();

    /// <summary>How identity providers' metadata is fetched.</summary>
    public MetadataOptions Metadata { get; set; } = new();

    /// <summary>How long sign-in attempts are kept.</summary>
    public SignInTraceOptions SignInTrace { get; set; } = new();

    /// <summary>The operator's limits for sessions.</summary>
    public SamlSpSessionOptions Session { get; set; } = new();

    /// <summary>The organizations whose users may sign in, by name (letters, digits, <c>-</c>, <c>_</c>, <c>.</c>).</summary>
    public IDictionary<string, OrganizationOptions> Organizations { get; set; } =
        new Dictionary<string, OrganizationOptions>(StringComparer.OrdinalIgnoreCase);

    /// <summary>Gateway mode.</summary>
    public GatewayOptions Gateway { get; set; } = new();

    /// <summary>How far clocks may differ. Default 180 seconds; at most 300.</summary>
    public TimeSpan ClockSkew { get; set; } = TimeSpan.FromSeconds(180);

    /// <summary>How long a started sign-in may take. Default 15 minutes.</summary>
    public TimeSpan PendingRequestLifetime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>The maximum number of pending sign-ins of a browser. A further one replaces the oldest. Default 8.</summary>
    public int MaximumPendingRequests { get; set; } = 8;

    /// <summary>Limits for incoming messages.</summary>
    public VerifierLimits Limits { get; set; } = new();

    /// <summary>
    /// Hooks for the application. <see cref="AuthenticationSchemeOptions.EventsType"/> can name a service instead: a class derived from
    /// <see cref="SamlSpEvents"/>.
    /// </summary>
    public new SamlSpEvents Events
    {
        get => (SamlSpEvents)base.Events!;
        set => base.Events = value;
    }

    internal SamlSpEvents EventsOf(HttpContext context) =>
        EventsType is { } type ? (SamlSpEvents)context.RequestServices.GetRequiredService(type) : Events;

    /// <summary>Whether users are signed in to a scheme of the application as well.</summary>
    internal bool IsExternal => SignInScheme is not (null or SamlSpDefaults.SessionScheme);

    /// <summary>A copy with the same values, which can be changed without changing this one.</summary>
    internal SamlSpOptions Clone() => (SamlSpOptions)MemberwiseClone();

    internal bool IsSecure => BaseUrl?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>The main address.</summary>
    internal ServiceAddress Address => Addresses[0];

    /// <summary>All addresses, the main one first. Not to be asked for before the options are complete.</summary>
    internal IReadOnlyList<ServiceAddress> Addresses =>
        field ??= [.. AdditionalBaseUrls.Prepend(BaseUrl ?? "").Select(url => new ServiceAddress(url, ModulePath, ReturnUrlOrigins))];

    /// <summary>The address by which a request came. One by an address that is not ours has the main one.</summary>
    internal ServiceAddress AddressOf(HttpRequest request) =>
        Addresses.Count == 1 ? Addresses[0] : Addresses.FirstOrDefault(address => address.IsOf(request)) ?? Addresses[0];
}
