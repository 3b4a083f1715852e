using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using SamlSp.AspNetCore;
using SamlSp.Directory;

namespace SamlSp.Scim;

/// <summary>
/// Checks a bearer token against an organization: the tokens of its settings, those made at run time, and access tokens. For a token that
/// is refused the same work is done whether the organization exists or not, and comparisons take the same time for each token: nobody
/// learns from the clock what is there.
/// </summary>
internal sealed class ProvisioningAuthenticator(ProvisioningTokens tokens, AccessTokens accessTokens)
{
    private const int MaxTokenLength = 8192;
    private const int MaxNameLength = 64;
    private const string Scheme = "Bearer ";

    /// <summary>Who asks; null for nobody.</summary>
    public async Task<ProvisioningIdentity?> AuthenticateAsync(HttpContext context, SamlSpScheme scheme, string name)
    {
        if (Bearer(context.Request) is not { } token || name.Length is 0 or > MaxNameLength || !ScimText.IsStorable(name))
        {
            return null;
        }

        var organization = Find(scheme, name);
        var configured = IsConfigured(organization?.Options.Provisioning.Tokens ?? [], token);
        if (configured && organization is not null)
        {
            return new(organization, "settings");
        }

        var credential = await FindAsync(organization, name, token, context.RequestAborted);
        return organization is null || credential is null ? null : new(organization, credential);
    }

    /// <summary>The organization with a name.</summary>
    public static Organization? Find(SamlSpScheme scheme, string name) =>
        scheme.Organizations.TryGet(name, out var organization) ? organization : null;

    private async Task<string?> FindAsync(Organization? organization, string name, string token, CancellationToken cancellationToken)
    {
        if (!AccessTokens.IsOne(token))
        {
            return (await tokens.FindAsync(name, token, ProvisioningCredentialKind.Token, cancellationToken))?.Name;
        }

        if (accessTokens.Read(token, name) is not { } content)
        {
            return null;
        }

        // An access token is worth what it was issued for: no more than a secret that was taken back, or a workload that is no longer
        // trusted.
        if (content.Credential is { } id)
        {
            return (await tokens.FindByIdAsync(name, id, cancellationToken))?.Name;
        }

        return organization?.Options.Provisioning.WorkloadIdentity is { Subject: { } subject } && content.Name == subject
            ? "workload identity"
            : null;
    }

    private static bool IsConfigured(IList<string> configured, string token)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(token));
        var found = false;

        // All of them, whichever fits; and one that fits nothing, where there is none.
        foreach (var known in configured.Count == 0 ? [""] : configured)
        {
            found |= CryptographicOperations.FixedTimeEquals(hash, SHA256.HashData(Encoding.UTF8.GetBytes(known))) && known.Length > 0;
        }

        return found;
    }

    private static string? Bearer(HttpRequest request) =>
        request.Headers.Authorization is [{ Length: <= MaxTokenLength } header]
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && header[Scheme.Length..].Trim() is { Length: > 0 } token
            ? token
            : null;
}
