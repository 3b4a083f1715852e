namespace SamlSp.EntraSandbox;

/// <summary>Entra's signing option of an app.</summary>
public enum SandboxSigning
{
    /// <summary>“Sign SAML assertion”.</summary>
    Assertion,

    /// <summary>“Sign SAML response”: the assertion itself is not signed.</summary>
    Response,

    /// <summary>“Sign SAML response and assertion”.</summary>
    Both,
}
