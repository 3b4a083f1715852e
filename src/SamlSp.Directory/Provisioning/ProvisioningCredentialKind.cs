namespace SamlSp.Directory;

/// <summary>How a provisioning secret is used.</summary>
internal enum ProvisioningCredentialKind
{
    /// <summary>As it is, as a bearer token: the Secret Token of Entra's portal.</summary>
    Token,

    /// <summary>As the client secret of OAuth 2.0 client credentials (RFC 6749 4.4); the client ID is the credential's ID.</summary>
    ClientSecret,
}
