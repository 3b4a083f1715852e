namespace SamlSp.AspNetCore;

/// <summary>The session policy in force for an org unit.</summary>
/// <param name="Reauthentication">Whether re-authentication is required.</param>
/// <param name="Frequency">How often, counted from the authentication at the identity provider.</param>
/// <param name="Method">The method of re-authentication.</param>
/// <param name="From">The path of the org unit that sets it; <c>/</c> if none does.</param>
public sealed record SessionPolicy(Reauthentication Reauthentication, TimeSpan Frequency, ReauthenticationMethod Method, string From)
{
    /// <summary>The policy if nothing is set: only the operator's maximum applies.</summary>
    public static SessionPolicy Unrestricted { get; } =
        new(Reauthentication.NotRequired, TimeSpan.FromHours(8), ReauthenticationMethod.Any, "/");

    /// <summary>
    /// The policy of <c>/guests</c> if nothing else is set: a user who was removed in the home tenant loses access within 8 hours.
    /// </summary>
    public static SessionPolicy Guests { get; } =
        new(Reauthentication.Required, TimeSpan.FromHours(8), ReauthenticationMethod.Interactive, "/guests");

    /// <summary>Whether users must re-authenticate after <see cref="Frequency"/>.</summary>
    public bool RequiresReauthentication => Reauthentication == Reauthentication.Required;

    /// <summary>Whether they must do so with several factors.</summary>
    public bool RequiresMultiFactor => RequiresReauthentication && Method == ReauthenticationMethod.MultiFactor;

    /// <summary>Whether they must do so with a phishing-resistant method.</summary>
    public bool RequiresPhishingResistant => RequiresReauthentication && Method == ReauthenticationMethod.PhishingResistant;

    /// <summary>Whether an authentication was by a method that the policy accepts.</summary>
    internal bool Accepts(bool multipleFactors, bool phishingResistant) =>
        !(RequiresMultiFactor && !multipleFactors) && !(RequiresPhishingResistant && !phishingResistant);
}
