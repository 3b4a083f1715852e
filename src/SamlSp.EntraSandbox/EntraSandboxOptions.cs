using System.Security.Cryptography.X509Certificates;
using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>The settings of the sandbox tenant.</summary>
public sealed class EntraSandboxOptions
{
    /// <summary>The URL of this server for browsers, without a path. The URLs in the metadata start with it.</summary>
    /// <value>Default <c>http://localhost:5080</c>.</value>
    public string BaseUrl { get; set; } = "http://localhost:5080";

    /// <summary>The root path of the sandbox.</summary>
    /// <value>Default <c>/sandbox</c>.</value>
    public string Path { get; set; } = "/sandbox";

    /// <summary>The tenant's ID, a GUID.</summary>
    public string TenantId { get; set; } = "3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11";

    /// <summary>The tenant's initial domain. The local UPNs of guests end with it.</summary>
    /// <value>Default <c>contoso.onmicrosoft.com</c>.</value>
    public string TenantDomain { get; set; } = "contoso.onmicrosoft.com";

    /// <summary>The domain of the members. If the tenant applies claim rules, the names of guests are rewritten to it.</summary>
    /// <value>Default <c>example.com</c>.</value>
    public string PrimaryDomain { get; set; } = "example.com";

    /// <summary>The name on the pages.</summary>
    public string DisplayName { get; set; } = "Contoso";

    /// <summary>The home tenant of the Entra guest, a GUID.</summary>
    public string HomeTenantId { get; set; } = "a70c44f9-5d3e-4b8e-9c02-61f7d8e3b520";

    /// <summary>The domain of that tenant.</summary>
    /// <value>Default <c>altostrat.com</c>.</value>
    public string HomeTenantDomain { get; set; } = "altostrat.com";

    /// <summary>The enterprise apps of the tenant.</summary>
    public IList<SandboxServiceProvider> ServiceProviders { get; } = [];

    /// <summary>The app registrations of the tenant, for OpenID Connect.</summary>
    public IList<SandboxClient> Clients { get; } = [];

    /// <summary>What differs from Entra in OpenID Connect.</summary>
    public SandboxOpenIdOptions OpenId { get; } = new();

    /// <summary>Users besides the three that the tenant has anyway.</summary>
    public IList<SandboxUser> AdditionalUsers { get; } = [];

    /// <summary>The validity of an assertion. At Entra it can be set from 10 minutes to 1 day.</summary>
    /// <value>Default 1 hour.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The default token options. The sign-in page can change them.</summary>
    public SandboxTokenOptions Token { get; set; } = new();

    /// <summary>
    /// The NameID's conditional claim rows if the tenant applies claim rules. Null means the rows that rewrite guests' UPNs to
    /// <see cref="PrimaryDomain"/>.
    /// </summary>
    public IReadOnlyList<ClaimCondition>? NameIdConditions { get; set; }

    /// <summary>
    /// Whether an error is posted to the app as a failure Response with <c>AADSTS…</c> as status message. Entra shows most errors on its
    /// own page, so the default is false. An error about the app or its reply URL is always shown, because there is no URL to post it to.
    /// </summary>
    public bool PostFailures { get; set; }

    /// <summary>
    /// The signing certificate of tokens, RSA with a private key. Null creates a new one at each start.
    /// </summary>
    public X509Certificate2? SigningCertificate { get; set; }

    /// <summary>The attribute mapping of provisioning; null means <see cref="SandboxMapping.ForGuests"/>.</summary>
    public IReadOnlyList<SandboxMapping>? ProvisioningMapping { get; set; }

    /// <summary>Creates the handler for the requests of the provisioning client; null for the network.</summary>
    public Func<HttpMessageHandler>? ProvisioningHandler { get; set; }
}
