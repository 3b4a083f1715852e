namespace SamlSp.AspNetCore;

/// <summary>
/// Workload identity federation (RFC 7523 2.2): the provisioning service authenticates with a token of its own tenant, without a shared
/// secret. The three values are compared exactly.
/// </summary>
public sealed class WorkloadIdentityOptions
{
    /// <summary>The token's issuer: <c>https://login.microsoftonline.com/&lt;tenant&gt;/v2.0</c>.</summary>
    public string? Issuer { get; set; }

    /// <summary>The token's audience: <c>api://&lt;application&gt;</c>.</summary>
    public string? Audience { get; set; }

    /// <summary>The token's subject: the object ID of the service that provisions.</summary>
    public string? Subject { get; set; }

    /// <summary>
    /// The address of the issuer's keys. Default: <c>&lt;authority&gt;/&lt;tenant&gt;/discovery/v2.0/keys</c>, from the issuer.
    /// </summary>
    public string? JwksUrl { get; set; }
}
