namespace SamlSp.AspNetCore;

/// <summary>
/// A session policy as configured for an org unit. A value that is left out is inherited from the nearest org unit above that sets it.
/// </summary>
public sealed class SessionPolicyOptions
{
    /// <summary>
    /// Whether users must re-authenticate after <see cref="Frequency"/>. Default at <c>/</c>: not required; at <c>/guests</c>: required.
    /// </summary>
    public Reauthentication? Reauthentication { get; set; }

    /// <summary>How often, counted from the authentication at the identity provider: 1 to 24 hours. Default 8 hours.</summary>
    public TimeSpan? Frequency { get; set; }

    /// <summary>The method of re-authentication. Default at <c>/</c>: any; at <c>/guests</c>: interactive.</summary>
    public ReauthenticationMethod? Method { get; set; }
}
