using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace SamlSp.EntraSandbox;

/// <summary>Access tokens of apps, by the client credentials grant. They are opaque and last an hour.</summary>
internal sealed class GraphAccessTokens(EntraSandboxTenant tenant)
{
    private const int Lifetime = 3599;
    private const string Scheme = "Bearer ";

    private readonly ConcurrentDictionary<string, (SandboxClient Client, DateTimeOffset Until)> _tokens = new(StringComparer.Ordinal);

    /// <summary>The token endpoint's answer for an app that has authenticated.</summary>
    public JsonObject Issue(SandboxClient client)
    {
        foreach (var (old, _) in _tokens.Where(token => token.Value.Until <= tenant.Now))
        {
            _tokens.TryRemove(old, out _);
        }

        var token = WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(48));
        _tokens[token] = (client, tenant.Now.AddSeconds(Lifetime));
        return new()
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = Lifetime,
            ["ext_expires_in"] = Lifetime,
            ["access_token"] = token,
        };
    }

    /// <summary>The app whose token a request has; null for none.</summary>
    public SandboxClient? Find(HttpRequest request) =>
        request.Headers.Authorization.ToString() is var header
        && header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && _tokens.TryGetValue(header[Scheme.Length..], out var token)
        && token.Until > tenant.Now
            ? token.Client
            : null;
}
