namespace SamlSp.AspNetCore;

/// <summary>How much one caller may ask for: the section <c>SamlSp:RateLimits</c>.</summary>
public sealed class SamlSpRateLimitOptions
{
    /// <summary>Requests a minute for each client address on the sign-in and logout endpoints. Default 6,000; 0 is no limit.</summary>
    public int SignInPerMinute { get; set; } = 6000;

    /// <summary>
    /// Sign-ins a minute for each organization, of those whose messages are its identity provider's own. Default 60,000; 0 is no limit.
    /// </summary>
    public int SignInPerOrganizationPerMinute { get; set; } = 60_000;

    /// <summary>Requests a minute for each organization on the provisioning endpoints. Default 6,000; 0 is no limit.</summary>
    public int ProvisioningPerMinute { get; set; } = 6000;
}
