namespace SamlSp.Browser.Tests;

/// <summary>How the session of a circuit ends.</summary>
public enum CircuitEnding
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
