using System.Security.Cryptography.X509Certificates;
using SamlSp.Claims;

namespace SamlSp.EntraSandbox;

/// <summary>The stand-in's settings.</summary>
public sealed class EntraSandboxOptions
{
    /// <summary>Where browsers reach this server, without a path: the URLs in the metadata start with it.</summary>
    /// <value>Default <c>http://localhost:5080</c>.</value>
    public string BaseUrl { get; set; } = "http://localhost:5080";

    /// <summary>The path that everything lives below.</summary>
    /// <value>Default <c>/sandbox</c>.</value>
    public string Path { get; set; } = "/sandbox";

    /// <summary>The tenant's ID, a GUID.</summary>
    public string TenantId { get; set; } = "3b1c7e52-90a4-4c1d-8f57-2d6b0e9a4f11";

    /// <summary>The tenant's initial domain, which guests' local UPNs end with.</summary>
    /// <value>Default <c>contoso.onmicrosoft.com</c>.</value>
    public string TenantDomain { get; set; } = "contoso.onmicrosoft.com";

    /// <summary>The domain of the members, which guests' names are rewritten to when the tenant transforms.</summary>
    /// <value>Default <c>example.com</c>.</value>
    public string PrimaryDomain { get; set; } = "example.com";

    /// <summary>The name on the pages.</summary>
    public string DisplayName { get; set; } = "Contoso";

    /// <summary>The tenant that the Entra guest is at home in, a GUID.</summary>
    public string HomeTenantId { get; set; } = "a70c44f9-5d3e-4b8e-9c02-61f7d8e3b520";

    /// <summary>That tenant's domain.</summary>
    /// <value>Default <c>altostrat.com</c>.</value>
    public string HomeTenantDomain { get; set; } = "altostrat.com";

    /// <summary>The enterprise apps of the tenant.</summary>
    public IList<SandboxServiceProvider> ServiceProviders { get; } = [];

    /// <summary>The app registrations of the tenant, for OpenID Connect.</summary>
    public IList<SandboxClient> Clients { get; } = [];

    /// <summary>How long an assertion is valid from its issue. At Entra configurable from 10 minutes to a day.</summary>
    /// <value>Default 1 hour.</value>
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How tokens are made unless the sign-in page says otherwise.</summary>
    public SandboxTokenOptions Token { get; set; } = new();

    /// <summary>
    /// The NameID's conditional claim rows when the tenant transforms; null means those that turn guests' UPNs into
    /// <see cref="PrimaryDomain"/>.
    /// </summary>
    public IReadOnlyList<ClaimCondition>? NameIdConditions { get; set; }

    /// <summary>
    /// Whether an error is posted to the app as a failure Response with <c>AADSTS…</c> as status message. Entra shows most of its errors
    /// itself, so the default is false. An error about the app or its reply URL is always shown: nobody knows where to post it.
    /// </summary>
    public bool PostFailures { get; set; }

    /// <summary>
    /// The key that tokens are signed with, RSA with a private key; null makes one, so that its public half differs after each start.
    /// </summary>
    public X509Certificate2? SigningCertificate { get; set; }

    /// <summary>The attribute mapping of provisioning; null means <see cref="SandboxMapping.ForGuests"/>.</summary>
    public IReadOnlyList<SandboxMapping>? ProvisioningMapping { get; set; }

    /// <summary>Makes the handler of the provisioning client's requests; null for the network.</summary>
    public Func<HttpMessageHandler>? ProvisioningHandler { get; set; }
}
