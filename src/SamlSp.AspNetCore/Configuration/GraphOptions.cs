namespace SamlSp.AspNetCore;

/// <summary>
/// Microsoft Graph, read with an app registration of the organization's tenant: the groups of users who are in too many for the token, and
/// who was disabled, deleted or signed out there.
/// </summary>
public sealed class GraphOptions
{
    /// <summary>The application (client) ID of the app registration that may read the tenant.</summary>
    public string? ClientId { get; set; }

    /// <summary>How this service proves to be that app. Default <see cref="ClientAuthenticationMethod.ClientSecret"/>.</summary>
    public ClientAuthenticationMethod ClientAuthentication { get; set; }

    /// <summary>With <see cref="ClientAuthenticationMethod.ClientSecret"/>: the secret's value.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>
    /// With <see cref="ClientAuthenticationMethod.FederatedToken"/>: the path of the file that the platform keeps its token in. For the
    /// configuration of the server only.
    /// </summary>
    public string? FederatedTokenFile { get; set; }

    /// <summary>The tenant's ID. Default: the tenant of the identity provider's issuer.</summary>
    public string? TenantId { get; set; }

    /// <summary>The address of Microsoft Graph with its version. Default <c>https://graph.microsoft.com/v1.0</c>.</summary>
    public string BaseUrl { get; set; } = "https://graph.microsoft.com/v1.0";

    /// <summary>
    /// The token endpoint. Default: that of the tenant in the cloud to which <see cref="BaseUrl"/> belongs. Required for an address that is
    /// not Microsoft's.
    /// </summary>
    public string? TokenUrl { get; set; }

    /// <summary>
    /// Whether only security-enabled groups are read. Default true. Otherwise Microsoft 365 groups, directory roles and administrative
    /// units are read as well.
    /// </summary>
    public bool SecurityEnabledOnly { get; set; } = true;

    /// <summary>How long a sign-in waits for a user's groups in all. Default 5 seconds; from 1 to 30 seconds.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The most groups of one user. More are a failure: a part of them would be roles at random. Default 11,000, which Graph gives in one
    /// answer; from 1 to 100,000.
    /// </summary>
    public int MaxGroups { get; set; } = 11_000;

    /// <summary>For how long a user's groups are kept in memory. Default 5 minutes; from zero to 1 hour.</summary>
    public TimeSpan CacheTime { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>What happens when a user's groups cannot be read. Default <see cref="GraphFailure.Refuse"/>.</summary>
    public GraphFailure OnFailure { get; set; }

    /// <summary>
    /// How often the tenant's changes of users are read, so that sessions of disabled and deleted users end. Default 5 minutes; from 5
    /// seconds to 1 hour. Zero: not at all.
    /// </summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromMinutes(5);
}
