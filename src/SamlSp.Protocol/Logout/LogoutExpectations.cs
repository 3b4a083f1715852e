namespace SamlSp.Protocol;

/// <summary>What an incoming logout message is measured against.</summary>
public sealed record LogoutExpectations
{
    /// <summary>This service provider's logout URL: a Destination that is present must equal it.</summary>
    public required string LogoutUrl { get; init; }

    /// <summary>
    /// Finds the pinned keys by the message's Issuer; null when it is not trusted. The caller maps Entra's second issuer form
    /// (<c>https://login.microsoftonline.com/&lt;tenant&gt;/</c>) to the tenant's keys here.
    /// </summary>
    public required Func<string, TrustedIssuer?> FindIssuer { get; init; }

    /// <summary>How far clocks may differ. Default 180 seconds.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(180);

    /// <summary>How old a LogoutRequest may be, by its IssueInstant. Default 5 minutes.</summary>
    public TimeSpan MaximumAge { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Whether an unsigned LogoutResponse is returned (the caller must then correlate it with its pending request). Never applies to
    /// requests. Default false.
    /// </summary>
    public bool AllowUnsignedResponse { get; init; }
}
