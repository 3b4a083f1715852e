namespace SamlSp.AspNetCore;

/// <summary>What this service proves its identity with at an authorization server.</summary>
internal sealed record ClientCredentials
{
    public required string ClientId { get; init; }

    public required ClientAuthenticationMethod Method { get; init; }

    /// <summary>With <see cref="ClientAuthenticationMethod.ClientSecret"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>With <see cref="ClientAuthenticationMethod.FederatedToken"/>: the path of the file.</summary>
    public string? TokenFile { get; init; }

    /// <summary>The credentials in the settings of a connection.</summary>
    public static ClientCredentials From(SamlSpConnectionOptions connection) =>
        new()
        {
            ClientId = connection.ClientId!,
            Method = connection.ClientAuthentication,
            Secret = connection.ClientSecret,
            TokenFile = connection.FederatedTokenFile,
        };

    /// <summary>The credentials in the settings of Microsoft Graph.</summary>
    public static ClientCredentials Of(GraphOptions graph) =>
        new()
        {
            ClientId = graph.ClientId!,
            Method = graph.ClientAuthentication,
            Secret = graph.ClientSecret,
            TokenFile = graph.FederatedTokenFile,
        };
}
