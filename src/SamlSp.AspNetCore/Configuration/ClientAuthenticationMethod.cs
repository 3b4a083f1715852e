namespace SamlSp.AspNetCore;

/// <summary>How this service proves to an authorization server that it is the client (OpenID Connect Core 9).</summary>
public enum ClientAuthenticationMethod
{
    /// <summary>A shared secret in the body (<c>client_secret_post</c>).</summary>
    ClientSecret,

    /// <summary>
    /// An assertion that this service signs with its own key (<c>private_key_jwt</c>, RFC 7523 2.2): the identity provider knows the
    /// certificate or the public key, and nothing has to be kept secret there.
    /// </summary>
    PrivateKeyJwt,

    /// <summary>
    /// An assertion that the platform puts into a file, such as the token of a Kubernetes service account (workload identity federation).
    /// The file is read for each use, because the platform replaces it.
    /// </summary>
    FederatedToken,
}
