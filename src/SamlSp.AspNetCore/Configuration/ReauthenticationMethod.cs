namespace SamlSp.AspNetCore;

/// <summary>What a user's authentication at the identity provider must have been.</summary>
public enum ReauthenticationMethod
{
    /// <summary>Whatever the identity provider asks for.</summary>
    Any,

    /// <summary>
    /// A new sign-in at the identity provider, by any method that it accepts: ForceAuthn, proven by AuthnInstant. A one-time passcode
    /// counts as a password does.
    /// </summary>
    Interactive = 1,

    /// <summary>The name of <see cref="Interactive"/> before: no answer can prove that a password was used.</summary>
    [Obsolete("Use Interactive. A password cannot be enforced.")]
    Password = Interactive,

    /// <summary>As <see cref="Interactive"/>, and the answer must say that several factors were used.</summary>
    MultiFactor = 2,

    /// <summary>
    /// As <see cref="Interactive"/>, and the answer must say that the method was phishing-resistant: a passkey, a security key, a smart
    /// card. See <see cref="SamlSpConnectionOptions.PhishingResistantMethods"/>.
    /// </summary>
    PhishingResistant = 3,
}
