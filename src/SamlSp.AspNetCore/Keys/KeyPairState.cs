namespace SamlSp.AspNetCore;

/// <summary>The present use of one of our key pairs.</summary>
internal enum KeyPairState
{
    /// <summary>Published in our metadata; does not sign yet.</summary>
    Next,

    /// <summary>Signs, and is published.</summary>
    Active,

    /// <summary>Decrypts messages that were encrypted for it; no longer published.</summary>
    Previous,
}
