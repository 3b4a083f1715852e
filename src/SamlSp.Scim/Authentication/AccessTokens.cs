using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace SamlSp.Scim;

/// <summary>
/// The access tokens of the token endpoint: what they say is encrypted with the keys in the store, so that every node can read them and
/// nobody else.
/// </summary>
internal sealed class AccessTokens(IDataProtectionProvider protection, TimeProvider clock)
{
    /// <summary>How long an access token is valid; Entra asks for 60 minutes to 6 hours.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    private const string Prefix = "scim.";

    private readonly IDataProtector _protector = protection.CreateProtector("SamlSp.Scim.AccessToken.v1");

    /// <summary>Makes a token.</summary>
    /// <param name="organization">The organization's name.</param>
    /// <param name="credential">The ID of the secret it is issued for; null for a workload identity.</param>
    /// <param name="name">The secret's name, or who the workload is.</param>
    public string Issue(string organization, string? credential, string name) =>
        Prefix
        + _protector.Protect(
            JsonSerializer.Serialize(
                new Content(organization.ToLowerInvariant(), credential, name, (clock.GetUtcNow() + Lifetime).ToUnixTimeSeconds())
            )
        );

    /// <summary>Whether a token looks like one of these.</summary>
    public static bool IsOne(string token) => token.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>What a token says; null when it is not ours, of another organization, or past its time.</summary>
    public Content? Read(string token, string organization)
    {
        try
        {
            var content = JsonSerializer.Deserialize<Content>(_protector.Unprotect(token[Prefix.Length..]));
            return
                content is not null
                && string.Equals(content.Organization, organization, StringComparison.OrdinalIgnoreCase)
                && content.Expires > clock.GetUtcNow().ToUnixTimeSeconds()
                ? content
                : null;
        }
        catch (Exception e) when (e is CryptographicException or JsonException or FormatException)
        {
            return null;
        }
    }

    internal sealed record Content(string Organization, string? Credential, string Name, long Expires);
}
