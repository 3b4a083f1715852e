namespace SamlSp.Protocol;

/// <summary>Which element's signature covers the assertion.</summary>
public enum SignedPart
{
    /// <summary>The Assertion alone is signed.</summary>
    Assertion,

    /// <summary>The Response alone is signed, and with it the assertion inside.</summary>
    Response,

    /// <summary>Both are signed, and both signatures hold.</summary>
    Both,
}
