namespace SamlSp.Testing;

/// <summary>How a session ends.</summary>
public enum SessionEnding
{
    /// <summary>By time.</summary>
    Time,

    /// <summary>By "end session" in the console.</summary>
    Console,

    /// <summary>By <c>active: false</c> of provisioning.</summary>
    Provisioning,

    /// <summary>By logout at the identity provider.</summary>
    IdentityProvider,
}
