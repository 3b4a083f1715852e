namespace SamlSp.AspNetCore;

/// <summary>What one of our key pairs is used for at present.</summary>
internal enum KeyPairState
{
    /// <summary>Published in our metadata, and not used for signing yet.</summary>
    Next,

    /// <summary>Signs, and is published.</summary>
    Active,

    /// <summary>Decrypts what was encrypted for it; not published any more.</summary>
    Previous,
}
