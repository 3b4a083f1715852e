namespace SamlSp.AspNetCore;

/// <summary>A session policy as configured on an org unit.</summary>
public sealed class SessionPolicyOptions
{
    /// <summary>Whether people must authenticate anew after <see cref="Frequency"/>. Default: not required.</summary>
    public Reauthentication Reauthentication { get; set; }

    /// <summary>How often, counted from the authentication at the identity provider: 1 to 24 hours. Default 8 hours.</summary>
    public TimeSpan Frequency { get; set; } = TimeSpan.FromHours(8);

    /// <summary>By which method. Default any.</summary>
    public ReauthenticationMethod Method { get; set; }
}
