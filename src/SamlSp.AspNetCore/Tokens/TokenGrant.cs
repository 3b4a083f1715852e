using System.Text.Json.Serialization;

namespace SamlSp.AspNetCore;

/// <summary>The body of a successful answer of the token endpoint (RFC 6749 5.1).</summary>
internal sealed record TokenGrant
{
    [JsonPropertyName("access_token")]
    public required string AccessToken { get; init; }

    [JsonPropertyName("token_type")]
    public string TokenType => "Bearer";

    [JsonPropertyName("expires_in")]
    public required long ExpiresIn { get; init; }

    [JsonPropertyName("refresh_token")]
    public required string RefreshToken { get; init; }

    /// <summary>The end of the session and of all its tokens: ISO 8601, UTC.</summary>
    [JsonPropertyName("session_expires_at")]
    public required DateTime SessionExpiresAt { get; init; }
}
