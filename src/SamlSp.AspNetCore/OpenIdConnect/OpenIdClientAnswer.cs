using System.Text.Json;

namespace SamlSp.AspNetCore;

/// <summary>What an endpoint of an identity provider answered to us.</summary>
internal sealed record OpenIdClientAnswer
{
    /// <summary>The answer, a JSON object; undefined when there is an error.</summary>
    public JsonElement Body { get; init; }

    /// <summary>A sentence for the log; null when the endpoint did what was asked.</summary>
    public string? Error { get; init; }

    /// <summary>Entra's error number; null when there is none.</summary>
    public string? Number { get; init; }

    /// <summary>A member that is a text; null when there is none.</summary>
    public string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
