namespace SamlSp.Testing;

/// <summary>What the test IdP signs: Entra's signing options, and nothing.</summary>
[Flags]
public enum SignedParts
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The Assertion, Entra's default.</summary>
    Assertion = 1,

    /// <summary>The Response.</summary>
    Response = 2,

    /// <summary>Both.</summary>
    Both = Assertion | Response,
}
