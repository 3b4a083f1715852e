namespace SamlSp.AspNetCore;

/// <summary>The method by which users re-authenticate.</summary>
public enum ReauthenticationMethod
{
    /// <summary>Whatever the identity provider asks for.</summary>
    Any,

    /// <summary>An interactive authentication: ForceAuthn, proven by AuthnInstant.</summary>
    Password,

    /// <summary>As <see cref="Password"/>, and the assertion must say that several factors were used.</summary>
    MultiFactor,
}
