namespace SamlSp.AspNetCore;

/// <summary>What <c>aud</c> of a client assertion is (RFC 7523 3).</summary>
public enum ClientAssertionAudience
{
    /// <summary>
    /// The address that the assertion is sent to, such as the token endpoint: no other receiver can use it. Entra wants this one.
    /// </summary>
    Endpoint,

    /// <summary>The issuer. The endpoints must come from the issuer's own discovery document then.</summary>
    Issuer,
}
