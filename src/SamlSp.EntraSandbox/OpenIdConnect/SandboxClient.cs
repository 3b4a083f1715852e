namespace SamlSp.EntraSandbox;

/// <summary>An app registration of the tenant, for OpenID Connect: single tenant, with a client secret.</summary>
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

    /// <summary>The name on the pages; null shows the client ID.</summary>
    public string? DisplayName { get; init; }

    internal string Title => DisplayName ?? ClientId;
}
