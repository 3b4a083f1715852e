using System.Text.Json.Serialization;

namespace SamlSp.AspNetCore;

/// <summary>
/// Takes a session to the host of an application: encrypted, valid once, for a minute, for one host and for the browser that asked.
/// </summary>
internal sealed record GatewayTicket
{
    [JsonPropertyName("i")]
    public required string Id { get; init; }

    [JsonPropertyName("s")]
    public required string Session { get; init; }

    [JsonPropertyName("h")]
    public required string Host { get; init; }

    /// <summary>A local path.</summary>
    [JsonPropertyName("p")]
    public required string Path { get; init; }

    /// <summary>The digest of the cookie that the application's host gave to the browser.</summary>
    [JsonPropertyName("b")]
    public required string Browser { get; init; }

    [JsonPropertyName("e")]
    public required DateTimeOffset ExpiresAt { get; init; }
}
