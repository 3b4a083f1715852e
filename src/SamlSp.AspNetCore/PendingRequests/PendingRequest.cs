using System.Text.Json.Serialization;

namespace SamlSp.AspNetCore;

/// <summary>
/// A request that was sent to an identity provider and is not answered yet. Lives in a protected cookie of the browser that sent it.
/// </summary>
internal sealed record PendingRequest
{
    /// <summary>The message's ID.</summary>
    [JsonPropertyName("i")]
    public required string Id { get; init; }

    /// <summary>The opaque RelayState that goes with it.</summary>
    [JsonPropertyName("h")]
    public required string Handle { get; init; }

    [JsonPropertyName("t")]
    public required DateTimeOffset IssuedAt { get; init; }

    [JsonPropertyName("o")]
    public required string Organization { get; init; }

    /// <summary>The entity ID that was asked, and that must answer.</summary>
    [JsonPropertyName("p")]
    public required string IdentityProvider { get; init; }

    /// <summary>A local path.</summary>
    [JsonPropertyName("r")]
    public required string ReturnUrl { get; init; }

    [JsonPropertyName("f")]
    public bool ForceAuthn { get; init; }

    /// <summary>Whether the identity provider must not show anything: it may answer that the user is not signed in there.</summary>
    [JsonPropertyName("q")]
    public bool IsPassive { get; init; }

    /// <summary>Whether the attempt is marked: its message and its claims' values are kept for a while.</summary>
    [JsonPropertyName("m")]
    public bool Marked { get; init; }

    /// <summary>OpenID Connect: what the ID token must carry; null for SAML.</summary>
    [JsonPropertyName("n")]
    public string? Nonce { get; init; }

    /// <summary>OpenID Connect: what proves to the token endpoint that the code is ours (RFC 7636); null without PKCE.</summary>
    [JsonPropertyName("v")]
    public string? CodeVerifier { get; init; }

    /// <summary>What the answer must prove of the authentication, as <see cref="AcrValues"/> has it; null for nothing.</summary>
    [JsonPropertyName("u")]
    public string? Contexts { get; init; }

    /// <summary>The most seconds that the authentication may be ago; 0 for any.</summary>
    [JsonPropertyName("g")]
    public long MaxAge { get; init; }

    /// <summary>What is asked of the authentication; null for nothing.</summary>
    [JsonIgnore]
    public SamlAuthenticationRequirement? Requirement
    {
        get => AcrValues.Read(Contexts, MaxAge);
        init => (Contexts, MaxAge) = (AcrValues.Write(value), (long)(value?.MaxAge?.TotalSeconds ?? 0));
    }

    /// <summary>The test sign-in that the request belongs to; null for a real one.</summary>
    [JsonPropertyName("x")]
    public string? Test { get; init; }

    /// <summary>Whether a LogoutRequest was sent rather than an AuthnRequest.</summary>
    [JsonPropertyName("l")]
    public bool Logout { get; init; }
}
