namespace SamlSp.EntraSandbox;

/// <summary>How an assertion is encrypted (XML Encryption 1.1).</summary>
public enum SandboxEncryption
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>AES-256 in CBC mode, the key by RSA-OAEP with MGF1 and SHA-1: Entra's choice.</summary>
    Aes256Cbc,

    /// <summary>AES-256 in GCM mode, the key as above. Entra does not do this; other identity providers do.</summary>
    Aes256Gcm,
}
