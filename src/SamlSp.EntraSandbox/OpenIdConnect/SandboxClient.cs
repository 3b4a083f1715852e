using System.Security.Cryptography.X509Certificates;

namespace SamlSp.EntraSandbox;

/// <summary>An app registration of the tenant, for OpenID Connect: single tenant, with a client secret and certificates.</summary>
public sealed record SandboxClient
{
    /// <summary>The application (client) ID, a GUID.</summary>
    public required string ClientId { get; init; }

    /// <summary>The client secret's value.</summary>
    public required string ClientSecret { get; init; }

    /// <summary>When the secret expires, UTC; null for never. From then on codes cannot be redeemed (AADSTS7000222).</summary>
    public DateTimeOffset? SecretExpires { get; init; }

    /// <summary>The redirect URIs. A request that names another one is refused (AADSTS50011).</summary>
    public required IReadOnlyList<string> RedirectUris { get; init; }

    /// <summary>
    /// The certificates that were uploaded to the app registration: the app may prove who it is with their keys, in the place of the
    /// secret. Read for each request.
    /// </summary>
    public Func<IReadOnlyList<X509Certificate2>>? Certificates { get; init; }

    /// <summary>The front-channel logout URL, which a page of the sandbox shows in a frame; null for none.</summary>
    public string? FrontchannelLogoutUrl { get; init; }

    /// <summary>The back-channel logout URL, which Entra does not have; null for none.</summary>
    public string? BackchannelLogoutUrl { get; init; }

    /// <summary>
    /// Whether an administrator has consented to the application permissions <c>User.Read.All</c> and <c>GroupMember.Read.All</c> of
    /// Microsoft Graph. Default true.
    /// </summary>
    public bool MayReadGraph { get; init; } = true;

    /// <summary>The name on the pages; null shows the client ID.</summary>
    public string? DisplayName { get; init; }

    internal string Title => DisplayName ?? ClientId;
}
