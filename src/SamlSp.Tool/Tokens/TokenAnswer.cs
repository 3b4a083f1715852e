using System.Text.Json;

namespace SamlSp.Tool;

/// <summary>An answer of a server's token endpoint: tokens, or an error that it gave.</summary>
internal sealed record TokenAnswer
{
    public string AccessToken { get; private init; } = "";

    public string RefreshToken { get; private init; } = "";

    public DateTimeOffset AccessExpiresAt { get; private init; }

    public DateTimeOffset SessionExpiresAt { get; private init; }

    /// <summary>The error's code, such as <c>invalid_grant</c>; null when there is none.</summary>
    public string? Error { get; private init; }

    /// <summary>Reads the body of an answer; null when it is not from a SamlSp server.</summary>
    public static TokenAnswer? Read(bool succeeded, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(body);
            if (!succeeded)
            {
                return new() { Error = json.GetProperty("error").GetString() ?? "" };
            }

            if (!string.Equals(json.GetProperty("token_type").GetString(), "Bearer", StringComparison.OrdinalIgnoreCase))
            {
                return null;
            }

            return new()
            {
                AccessToken = Token(json, "access_token"),
                RefreshToken = Token(json, "refresh_token"),
                AccessExpiresAt = now.AddSeconds(json.GetProperty("expires_in").GetInt64()),
                SessionExpiresAt = json.GetProperty("session_expires_at").GetDateTimeOffset(),
            };
        }
        catch (Exception exception)
            when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    public KeptToken ToKept() => new() { RefreshToken = RefreshToken, SessionExpiresAt = SessionExpiresAt };

    /// <summary>Tokens go into shell variables and headers: visible ASCII, nothing else.</summary>
    private static string Token(JsonElement json, string name) =>
        json.GetProperty(name).GetString() is { Length: > 0 and <= 4096 } token && !token.AsSpan().ContainsAnyExceptInRange('!', '~')
            ? token
            : throw new FormatException(name);
}
