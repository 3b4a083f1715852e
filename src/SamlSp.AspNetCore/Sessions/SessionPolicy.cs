namespace SamlSp.AspNetCore;

/// <summary>The session policy in force for an org unit.</summary>
/// <param name="Reauthentication">Whether re-authentication is required.</param>
/// <param name="Frequency">How often, from the authentication at the identity provider.</param>
/// <param name="Method">By which method.</param>
/// <param name="From">The path of the org unit that sets it; <c>/</c> when none does.</param>
public sealed record SessionPolicy(Reauthentication Reauthentication, TimeSpan Frequency, ReauthenticationMethod Method, string From)
{
    /// <summary>What holds where nothing is set: the operator's maximum alone.</summary>
    public static SessionPolicy Unrestricted { get; } =
        new(Reauthentication.NotRequired, TimeSpan.FromHours(8), ReauthenticationMethod.Any, "/");

    /// <summary>What holds for <c>/guests</c> where nothing else is set: somebody who was removed at home is out within 8 hours.</summary>
    public static SessionPolicy Guests { get; } =
        new(Reauthentication.Required, TimeSpan.FromHours(8), ReauthenticationMethod.Password, "/guests");

    /// <summary>Whether people must authenticate anew after <see cref="Frequency"/>.</summary>
    public bool RequiresReauthentication => Reauthentication == Reauthentication.Required;

    /// <summary>Whether they must do so with several factors.</summary>
    public bool RequiresMultiFactor => RequiresReauthentication && Method == ReauthenticationMethod.MultiFactor;
}
